"""What breaks, on purpose, under load: real processes, real sockets, and a ledger of what must not be lost."""
