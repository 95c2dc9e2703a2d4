#!/bin/sh
# Runs once, when the database volume is new. The app gets a role of its own that is no superuser: one could
# switch off every trigger that keeps this product's promises.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set "password=$APP_PASSWORD" <<'SQL'
CREATE ROLE warroom LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
ALTER DATABASE warroom OWNER TO warroom;
SQL
