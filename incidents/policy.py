"""Who may do what in a room. Pure questions, each with a reason for its no; asked by actions, views and pages."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import YES, Verdict, no
from incidents.entries import entry_class
from incidents.models import (
    Fact,
    FactState,
    Incident,
    Participant,
    Promise,
    Question,
    Role,
    Stream,
    TimelineEntry,
)

# A browser's clock may be a little fast; a minute is what people put up with before they call it wrong.
CLOCK_SLACK = timedelta(minutes=1)


def open_room(user: User) -> Verdict:
    if not user.is_active:
        return no(_("This account is no longer active."))
    return YES


def see(user: User, incident: Incident) -> Verdict:
    if incident.participant(user) is None:
        return no(_("You are not in this room."))
    return YES


def write(user: User, incident: Incident) -> Verdict:
    """The pen: lead, comms, legal and support of a room that is still open. Executives and guests watch."""
    return _pen(incident.participant(user), incident)


def _pen(place: Participant | None, incident: Incident) -> Verdict:
    if place is None:
        return no(_("You are not in this room."))
    if not place.is_team:
        return no(_("Executives and guests read along; the team holds the pen."))
    if incident.is_closed:
        return no(_("This room is closed. Its record stands as it is."))
    return YES


def post(user: User, incident: Incident, stream: Stream) -> Verdict:
    place = incident.participant(user)
    if not (pen := _pen(place, incident)):
        return pen
    if place is None or stream not in place.streams:
        return no(_("You are not cleared to write there."))
    return YES


def lead(user: User, incident: Incident) -> Verdict:
    """What only the lead decides: who is in the room, how bad it is, when it ends."""
    place = incident.participant(user)
    if not (pen := _pen(place, incident)):
        return pen
    if place is None or place.role != Role.LEAD:
        return no(_("Only the lead can do this."))
    return YES


def manage_people(user: User, incident: Incident) -> Verdict:
    return lead(user, incident)


def appoint_lead(user: User, incident: Incident) -> Verdict:
    """Who may make somebody lead. While nobody who leads can still sign in, anyone in the room but a guest: a room
    must not stand still because an account was closed (docs/decisions/0020)."""
    if (leading := manage_people(user, incident)) or is_led(incident):
        return leading
    place = incident.participant(user)
    if place is None or place.role == Role.GUEST or incident.is_closed:
        return leading
    return YES


def is_led(incident: Incident) -> bool:
    """Whether a lead is there who can sign in."""
    return incident.participants.active().filter(role=Role.LEAD, person__is_active=True).exists()


def grant_clearance(user: User, incident: Incident) -> Verdict:
    """Clearance is handed on by those who have it; a lead without it cannot see what they would be opening."""
    if not (leading := lead(user, incident)):
        return leading
    place = incident.participant(user)
    if place is None or not place.is_cleared:
        return no(_("Only someone who is cleared can clear others."))
    return YES


def change_room(user: User, incident: Incident) -> Verdict:
    return lead(user, incident)


def manage_strands(user: User, incident: Incident) -> Verdict:
    return write(user, incident)


def _stands(entry: TimelineEntry) -> Verdict:
    if entry.later.filter(type="entry.struck").exists():
        return no(_("This entry has been struck."))
    return YES


def settle_fact(user: User, fact: Fact, *, to: FactState) -> Verdict:
    """Any team member who may read a fact may settle it; what they go by is written down beside their name."""
    if not (pen := post(user, fact.incident, Stream(fact.entry.stream))):
        return pen
    if not (stands := _stands(fact.entry)):
        return stands
    if fact.state == to:
        return no(
            _("This fact is already confirmed.")
            if to == FactState.CONFIRMED
            else _("This fact is already refuted.")
        )
    return YES


def answer(user: User, question: Question) -> Verdict:
    if not (pen := post(user, question.incident, Stream(question.entry.stream))):
        return pen
    if not (stands := _stands(question.entry)):
        return stands
    if not question.is_open:
        return no(_("This question has been answered."))
    return YES


def strike(user: User, entry: TimelineEntry) -> Verdict:
    """Who wrote it, or the lead, may strike it: once, and only what people wrote."""
    if not (pen := post(user, entry.incident, Stream(entry.stream))):
        return pen
    if not entry_class(entry.type).strikable:
        return no(_("This records what the room did. It cannot be struck."))
    place = entry.incident.participant(user)
    if entry.actor_id != user.pk and (place is None or place.role != Role.LEAD):
        return no(_("Only its author or the lead can strike an entry."))
    return _stands(entry)


def keep_promise(user: User, promise: Promise) -> Verdict:
    if not (pen := post(user, promise.incident, Stream(promise.entry.stream))):
        return pen
    if promise.kept_at or promise.withdrawn_at:
        return no(_("This promise is no longer open."))
    return YES


def happened(incident: Incident, occurred_at: datetime | None) -> Verdict:
    """Nothing is recorded before it happens, by the room's clock."""
    if occurred_at is not None and occurred_at > incident.now() + CLOCK_SLACK:
        return no(_("That time is still to come. Say when it happened, or leave it empty for now."))
    return YES
