"""Live rooms: sockets, hints and the hub between them. Knows no domain, only streams and numbers."""
