"""Who is knocking."""

from importlib import import_module
from types import SimpleNamespace
from typing import cast

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest  # noqa: TID251  only its type: a handshake is an HTTP request


def is_session_key(text: str) -> bool:
    """Whether this can be the key of a session at all: a cookie may hold anything."""
    return text.isascii() and text.isalnum()


def person_of(session_key: str) -> int | None:
    """The id of the active person signed in with this session, or None. Asks the database.

    The same question a page asks, so it also refuses a session whose password was changed since.
    """
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = auth.get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    return user.pk if user.is_authenticated and user.is_active else None
