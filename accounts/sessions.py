"""Who of many is still signed in."""

from collections.abc import Collection
from functools import lru_cache

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from accounts.models import User

SIGNED_IN = """
SELECT person, session_key, session_data, password
FROM unnest(%s::bigint[], %s::text[]) AS asked (person, key)
JOIN django_session ON session_key = key AND expire_date > %s
JOIN accounts_user ON id = person AND is_active
"""


def signed_in_among(asked: Collection[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of these (person, session key), those whose session stands and whose account is active; in one statement
    for any number of them.

    A new password ends a person's sessions without deleting them, so their seal is compared, as it is at
    every request.
    """
    # A cookie may hold anything, and Postgres does not take all of it for text. Keys are letters and digits.
    possible = [(person, key) for person, key in asked if key.isascii() and key.isalnum()]
    if not possible:
        return set()
    people, keys = zip(*possible, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(SIGNED_IN, [list(people), list(keys), timezone.now()])
        found = cursor.fetchall()
    return {
        (person, key) for person, key, session, password in found if _is_theirs(session, person, password)
    }


@lru_cache(maxsize=2**14)
def _is_theirs(session_data: str, person: int, password: str) -> bool:
    """Whether this session is that person's, begun with that password. Remembered: all sessions that look on
    are asked about whenever one of them ends. Some 10 MB when full."""
    said = SessionStore().decode(session_data)
    user = User(pk=person, password=password)
    seals = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return said.get(SESSION_KEY) == str(person) and said.get(HASH_SESSION_KEY) in seals
