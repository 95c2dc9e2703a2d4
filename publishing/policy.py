"""Who may send words out and say how far they went. Postgres asks again what matters (models/gate.py)."""

from datetime import datetime

from django.utils.timesince import timeuntil
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy as approvals
from approvals.models import Channel, Revision
from common.verdicts import YES, Verdict, no
from incidents import policy as rooms
from incidents.models import Incident, Role

# Who speaks to the public. Legal and support sign and advise.
SPEAKERS = frozenset({Role.LEAD, Role.COMMS})


def speak(user: User, incident: Incident) -> Verdict:
    if not (pen := rooms.write(user, incident)):
        return pen
    place = incident.participant(user)
    if place is None or place.role not in SPEAKERS:
        return no(_("Only the lead and comms publish."))
    return YES


def publish(
    user: User, revision: Revision, *, channel: str | None = None, at: datetime | None = None
) -> Verdict:
    """Whether `user` may publish `revision`: on `channel`, or, without one, anywhere that is left; now, or
    having done so `at` a moment before."""
    if not (voice := speak(user, revision.statement.incident)):
        return voice
    if not (signed := approvals.release(revision)):
        return signed
    if channel is not None and channel not in revision.channels:
        return no(_("This was not signed for %(channel)s.") % {"channel": Channel(channel).label})
    left = channels_left(revision)
    if channel is not None and channel not in left:
        return no(_("This revision is out on %(channel)s already.") % {"channel": Channel(channel).label})
    if not left:
        return no(_("This revision is out on every channel it was signed for."))
    if revision.embargo_until and (now := revision.statement.incident.now()) < revision.embargo_until:
        return no(
            _("This is under embargo for another %(wait)s.")
            % {"wait": timeuntil(revision.embargo_until, now)}
        )
    if revision.embargo_until and at is not None and at < revision.embargo_until:
        return no(_("That is before the embargo ended."))
    if at is not None and at < signed_at(revision):
        return no(_("The last desk signed after that time. Nothing goes out before it is signed."))
    return YES


def record_reach(user: User, incident: Incident) -> Verdict:
    return rooms.write(user, incident)


def signed_at(revision: Revision) -> datetime:
    """When the last desk signed a revision that every desk has signed: to the minute, which is how people
    write down a time."""
    last = max(slot.signed.clock_at for slot in revision.slots if slot.signed)
    return last.replace(second=0, microsecond=0)


def channels_left(revision: Revision) -> list[Channel]:
    """Where it was signed for and is not out yet."""
    out = {publication.channel for publication in revision.publications.all()}
    return [Channel(channel) for channel in revision.channels if channel not in out]
