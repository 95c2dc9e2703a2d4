from django.contrib.sessions.models import Session

from accounts.models.standing import moves_standing

# Signing in stores a session with nothing in it, and fills it at the end of the request. "e30" is "{}" in
# base 64: nobody is signed in with that, so its filling, at every sign-in, ends nothing.
NOT_EMPTY = "session_data NOT LIKE 'e30:%'"


class StandingSession(Session):
    """Django's own sessions, with what we hang on their table. Only here for its triggers: use `Session`."""

    class Meta:
        proxy = True
        triggers = moves_standing("session_key", "session_data", "expire_date", of=NOT_EMPTY)
