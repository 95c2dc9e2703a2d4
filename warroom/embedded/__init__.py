"""A Postgres and a Valkey of our own, from wheels, for one machine and for tests."""
