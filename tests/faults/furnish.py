"""`python -m tests.faults.furnish`: tables, people and open sessions for a house; prints them as JSON.

A process of its own, so that the tests' Django keeps to the tests' database.
"""

import json
import os
import sys

PEOPLE = [  # username, role on duty, cleared; beyond the cast: people who will lose something
    ("leaving", "support", False),
    ("removed", "support", False),
    ("dismissed", "legal", True),
    ("forgetful", "legal", True),
    ("demoted", "legal", True),
    ("shut-out", "legal", True),
    ("entrusted", "support", False),
]
SESSIONS = 12  # of each person, for as many browsers


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warroom.settings"
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password
    from django.core.management import call_command

    from accounts.models import User
    from incidents.models import DutyAssignment
    from tests.cast import PASSWORD, hire

    call_command("migrate", verbosity=0)
    hire()
    for username, role, cleared in PEOPLE:
        person = User.objects.create(username=username, name=username.title())
        DutyAssignment.objects.create(person=person, role=role, is_cleared=cleared)
    User.objects.create(username="keeper", name="Keeper", is_staff=True, is_superuser=True)
    User.objects.update(password=make_password(PASSWORD))
    people = {
        person.username: {"pk": person.pk, "sessions": [sign_in(person) for _ in range(SESSIONS)]}
        for person in User.objects.all()
    }
    json.dump(people, sys.stdout)


def sign_in(person: object) -> str:
    """A session as the sign-in page would have made it. Returns its key."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)  # type: ignore[attr-defined]
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()  # type: ignore[attr-defined]
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
