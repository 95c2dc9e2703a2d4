"""`python -m warroom.prepare [--demo]`: bring the database up to date, before anything else starts.

With --demo, an empty database also gets the demo: its people, a half-played room and an empty one.
"""

import argparse
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def must_know_korean() -> None:
    """With locale C, trigrams silently find nothing Korean. Exits with a plain sentence then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is None:
            return
        cursor.execute("SELECT show_trgm('가나다')")
        row = cursor.fetchone()
    if not row or not row[0]:
        sys.exit("This database cannot search Korean text: create it with the locale C.UTF-8.")


def must_not_rule() -> None:
    """A superuser can switch off the triggers that keep the gate, so production refuses to work as one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (rules,) = cursor.fetchone() or (False,)
    if rules and not settings.DEBUG:
        sys.exit("DATABASE_URL signs in as a superuser: give the app a role of its own (docs/deploy.md).")


def has_people() -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.exists()


def main() -> None:
    parser = argparse.ArgumentParser(prog="warroom.prepare", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load the demo into an empty database")
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")
    django.setup()
    must_not_rule()
    call_command("migrate", interactive=False)
    must_know_korean()
    if wanted.demo and not has_people():
        call_command("seed_demo")


if __name__ == "__main__":
    main()
