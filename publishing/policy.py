"""Who may send words out and say how far they went. Postgres asks again what matters (models/gate.py)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.functional import Promise as LazyText
from django.utils.timesince import timeuntil
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals import policy as approvals
from approvals.models import Channel, Revision, StatementKind
from common.prefetched import rows_of
from common.verdicts import YES, Verdict, no
from incidents import policy as rooms
from incidents.models import Incident, Role
from publishing.models import BreakGlass, Flag
from publishing.models.seats import JUDGES, SECONDERS

# Who speaks to the public. Legal and support sign and advise.
SPEAKERS = frozenset({Role.LEAD, Role.COMMS})

NOT_GIVEN = _("This line was not given to you.")
NOTHING_WRONG = _("Nothing that went out has to be corrected there.")
NO_LONGER_VALID = _("This line is no longer valid. Ask for it to be signed anew.")


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
    if not (signed := release(revision)):
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
    if revision.valid_until and revision.valid_until <= (at or revision.statement.incident.now()):
        return no(NO_LONGER_VALID)
    if channel is not None and not _corrects(revision, channel):
        return no(NOTHING_WRONG)
    if at is not None and at < signed_at(revision):
        return too_early(revision)
    return YES


def _corrects(revision: Revision, channel: str) -> bool:
    """Whether there is something to correct on `channel`. What is no correction needs nothing."""
    wrong = revision.statement.corrects
    return wrong is None or Flag.objects.on(wrong, channel).exists()


def release(revision: Revision) -> Verdict:
    """Whether `revision` may go out: signed by every desk, or under a glass that two have broken."""
    signed = approvals.release(revision)
    return approvals.fit(revision) if not signed and glass_of(revision) else signed


def glass_of(revision: Revision) -> BreakGlass | None:
    """The broken glass under which `revision` may go out, while both who broke it have their place here."""
    glass: BreakGlass | None = getattr(revision, "break_glass", None)
    holds = glass and glass.still_holds(list(revision.statement.incident.participants.all()))
    return glass if holds else None


def open_glass(user: User, revision: Revision) -> Verdict:
    """The first of two: whoever holds the pen, for words that have to go out before every desk can sign."""
    if not (pen := rooms.write(user, revision.statement.incident)):
        return pen
    if not (fit := approvals.fit(revision)):
        return fit
    if approvals.release(revision):
        return no(_("Every desk has signed this. It can go out as it is."))
    if hasattr(revision, "break_glass"):
        return no(
            _("%(name)s has begun to break the glass for this revision.")
            % {"name": revision.break_glass.opened_by}
        )
    return YES


def second_glass(user: User, glass: BreakGlass) -> Verdict:
    """The other of the two: lead, executive or legal, and somebody else; one of the two no author."""
    revision = glass.revision
    incident = revision.statement.incident
    if not (place := _seat(user, incident, SECONDERS, _("The second is the lead, an executive or legal."))):
        return place
    if not (fit := approvals.fit(revision)):
        return fit
    if glass.seconded:
        return no(_("%(name)s has said the same. The glass is broken.") % {"name": glass.seconded.person})
    if glass.opened_by_id == user.pk:
        return no(_("You began. It takes a second person."))
    if not rooms.write(glass.opened_by, incident):
        return no(
            _("%(name)s, who began, no longer holds the pen here. A new revision can begin anew.")
            % {"name": glass.opened_by}
        )
    if {user.pk, glass.opened_by_id} <= set(revision.statement.author_ids):
        return no(_("Both of you wrote part of this. One of the two has to be somebody who did not."))
    return YES


def review_glass(user: User, glass: BreakGlass) -> Verdict:
    """A third, who wrote none of it. In the room while it is open, whatever has become of the words since."""
    incident = glass.revision.statement.incident
    if not (
        place := _seat(user, incident, JUDGES, _("Only the team and executives of this room review it."))
    ):
        return place
    if glass.seconded is None:
        return no(_("The glass has not been broken, so there is nothing to review."))
    if glass.reviewed:
        return no(_("%(name)s has reviewed this.") % {"name": glass.reviewed.person})
    if user.pk in {glass.opened_by_id, glass.seconded.person_id, *glass.revision.statement.author_ids}:
        return no(_("The two who broke the glass, and whoever wrote the words, do not review it."))
    return YES


def use_line(user: User, revision: Revision, *, channel: Channel | None = None) -> Verdict:
    """Whether `user` may say this line on their own now: on `channel`, or anywhere it was signed for."""
    incident = revision.statement.incident
    if not (place := _seat(user, incident, JUDGES, NOT_GIVEN)):
        return place
    if revision.statement.kind != StatementKind.LINE:
        return no(_("Only a line to take is used like this."))
    if user.pk not in revision.spokespeople:
        return no(NOT_GIVEN)
    if not is_valid(revision):
        return no(NO_LONGER_VALID)
    if is_embargoed(revision):
        return no(_("This is under embargo."))
    if not (signed := approvals.release(revision)):
        return signed
    if not revision.channels or channel not in {None, *revision.channels}:
        return no(_("This line was not signed for that channel."))
    if channel is not None and not _corrects(revision, channel):
        return no(NOTHING_WRONG)
    return YES


def is_embargoed(revision: Revision) -> bool:
    """By the room's clock."""
    return revision.embargo_until is not None and revision.embargo_until > revision.statement.incident.now()


def is_valid(line: Revision) -> bool:
    """By the room's clock. A line without a date was never given beforehand."""
    return line.valid_until is not None and line.valid_until > line.statement.incident.now()


def _seat(user: User, incident: Incident, roles: Collection[str], otherwise: str | LazyText) -> Verdict:
    place = incident.participant(user)
    if place is None:
        return no(_("You are not in this room."))
    if incident.is_closed:
        return no(_("This room is closed. Its record stands as it is."))
    return YES if place.role in roles else no(otherwise)


def record_reach(user: User, incident: Incident) -> Verdict:
    return rooms.write(user, incident)


def signed_at(revision: Revision) -> datetime:
    """When the last desk signed a revision that every desk has signed, or else when the glass was broken: to
    the minute, which is how people write down a time."""
    glass = None if approvals.release(revision) else glass_of(revision)
    if glass and glass.seconded:
        last = glass.seconded.clock_at
    else:
        last = max(slot.signed.clock_at for slot in revision.slots if slot.signed)
    return last.replace(second=0, microsecond=0)


def too_early(revision: Revision) -> Verdict:
    if approvals.release(revision):
        return no(_("The last desk signed after that time. Nothing goes out before it is signed."))
    return no(_("The glass was broken after that time. Nothing goes out before it is."))


def channels_left(revision: Revision) -> list[Channel]:
    """Where it was signed for and is not out yet."""
    out = {publication.channel for publication in rows_of(revision, "publications")}
    return [Channel(channel) for channel in revision.channels if channel not in out]
