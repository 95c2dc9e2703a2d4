"""What is in the copy of a room's record, file by file."""
