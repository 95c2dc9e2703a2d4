"""Django's own Postgres, with another way of coming by a connection. Named as ENGINE in the settings."""
