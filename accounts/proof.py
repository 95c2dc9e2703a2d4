"""Whether whoever presses a button is still the person who signed in, asked again after a while.

All of it is kept in the session, and ends with it. A session that somebody else found open on a desk can read;
it cannot sign.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import Request
from common.verdicts import YES, Verdict, no

# Seconds since 1970, in the session: of the last proof, and of every wrong password within a pause before now.
PROVED_AT, WRONG_AT = "proved_at", "wrong_at"

# So many wrong passwords in one session, then it waits this long (seconds). A new session needs the password.
MOST_WRONG = 5
PAUSE = 5 * 60


def just_signed_in(sender: object, request: Request, **more: object) -> None:
    """Signing in is a proof, by whichever door: ours, the administrators', or one that is yet to be built."""
    request.session[PROVED_AT] = _now()


@dataclass(frozen=True)
class Prover:
    """The person behind one request."""

    request: Request

    @property
    def is_fresh(self) -> bool:
        """Whether they have proved who they are within the last `PROOF_MINUTES`."""
        proved_at: int = self.request.session.get(PROVED_AT, 0)
        return _now() - proved_at < settings.PROOF_MINUTES * 60

    @transaction.atomic
    def prove(self, password: str) -> Verdict:
        """Whether `password` is theirs; a right one counts as a proof, a wrong one against this session. Tries
        of one session wait for each other, so that many at once are counted like many in turn."""
        session = self.request.session
        if not Session.objects.select_for_update().filter(pk=session.session_key).first():
            return no(_("You are signed out."))
        now, stored = _now(), session.load()
        wrong = [at for at in stored.get(WRONG_AT, []) if at > now - PAUSE]
        if len(wrong) >= MOST_WRONG:
            return _wait(wrong[0] + PAUSE - now)
        # Not user.check_password: a hash that it renews would end every session of theirs, this one too.
        if is_right := check_password(password, self.request.user.password):
            session.update({PROVED_AT: now, WRONG_AT: []})
        else:
            session[WRONG_AT] = [*wrong, now]
        session.save()
        session.modified = False  # saved under the lock; saving it again afterwards could undo another try
        return YES if is_right else no(_("That is not your password."))


def _wait(seconds: int) -> Verdict:
    minutes = max(1, -(-seconds // 60))
    sentence = ngettext(
        "Too many wrong passwords. Try again in %(minutes)d minute, or sign out and in.",
        "Too many wrong passwords. Try again in %(minutes)d minutes, or sign out and in.",
        minutes,
    )
    return no(sentence % {"minutes": minutes})


def _now() -> int:
    return int(timezone.now().timestamp())
