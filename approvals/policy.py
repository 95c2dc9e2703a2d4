"""Who may write, ask, sign and object. Pure questions, each with a reason for its no.

Postgres asks the hard ones again (models/gate.py): this file is so that people hear no in time and in words.
"""

from collections import Counter
from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models import Demand, Review, Revision, SignOffPolicy, Slot, Statement, StatementKind
from common.verdicts import YES, Verdict, no
from incidents import policy as rooms
from incidents.models import Incident, Role, Stream


def draft(user: User, incident: Incident) -> Verdict:
    return rooms.write(user, incident)


def revise(user: User, statement: Statement) -> Verdict:
    """Anyone with the pen may write on a statement; from then on they cannot sign it."""
    return rooms.write(user, statement.incident)


def request_sign_off(user: User, revision: Revision) -> Verdict:
    if not (pen := rooms.write(user, revision.statement.incident)):
        return pen
    if not revision.is_current:
        return no(_("There is a newer revision of this statement."))
    if not revision.channels and revision.statement.kind != StatementKind.LINE:
        return no(_("Choose where this will go out before asking for sign-off."))
    if revision.refuted:
        return cites_refuted(revision)
    wanted = SignOffPolicy.objects.demands_for(revision)
    if not wanted:
        return no(_("No sign-off policy covers this statement, so it cannot go out."))
    if revision.withdrawn_slots:
        return lost_sign_offs(revision)
    if revision.asked and not unasked(wanted, revision.slots):
        return no(_("Sign-off of this revision has been asked for already."))
    return YES


def sign_off(user: User, revision: Revision) -> Verdict:
    """A free slot of their desk, on a text they wrote no part of. The one pen that executives hold."""
    if not (asked := _asked_reviewer(user, revision)):
        return asked
    for slot in revision.slots:
        if slot.signed and slot.signed.person_id == user.pk:
            return no(_("You have signed this revision."))
    if not revision.refuted and revision.withdrawn_slots:
        return lost_sign_offs(revision)
    mine = slot_of(user, revision)
    if mine and mine.signed:
        return no(_("%(name)s has signed this for %(desk)s.") % {"name": mine.signed.person, "desk": mine})
    if mine and not mine.since:
        before = _desks(slot for slot in mine.earlier if not slot.signed)
        return no(_("It is not your turn yet: %(desks)s first.") % {"desks": before})
    if revision.refuted:
        return cites_refuted(revision)
    if others := [review.author for review in revision.open_changes if review.author_id != user.pk]:
        return no(_("%(name)s asked for changes, so a new revision comes first.") % {"name": others[0]})
    if mine and [slot.pk for slot in revision.open_slots] == [mine.pk]:
        return unblocked(revision)
    return YES


def acknowledge(revision: Revision, acknowledged: bool) -> Verdict:
    """Whoever signs what rests on unverified facts says that they know."""
    if revision.unverified and not acknowledged:
        refs = ", ".join(cited.fact.ref for cited in revision.unverified)
        return no(
            _("This rests on something that nobody has verified (%(refs)s). Say that you know, then sign.")
            % {"refs": refs}
        )
    return YES


def request_changes(user: User, revision: Revision) -> Verdict:
    """Whoever was asked to sign may ask for changes instead, also after they or others have signed."""
    return _asked_reviewer(user, revision)


def comment(user: User, revision: Revision) -> Verdict:
    return rooms.write(user, revision.statement.incident)


def advise(user: User, revision: Revision) -> Verdict:
    """In the privileged stream; whoever may comment and is cleared."""
    return rooms.post(user, revision.statement.incident, Stream.PRIVILEGED)


def settle(user: User, review: Review) -> Verdict:
    """Call a review resolved, or reject what it suggests. What holds the statement up is let go of by its author
    or by someone of the same desk; everything else by anyone with the pen."""
    if not (decides := _decides(user, review)):
        return decides
    if not review.is_open:
        return no(_("This has been settled already."))
    place = review.revision.statement.incident.participant(user)
    holds = review.is_blocking or (review.asks_for_changes and review.revision.is_current)
    if holds and review.author_id != user.pk and (place is None or place.role != review.role):
        return no(
            _("Only %(name)s or someone else of %(desk)s can settle this.")
            % {"name": review.author, "desk": Role(review.role).label}
        )
    return YES


def reopen(user: User, review: Review) -> Verdict:
    if not (decides := _decides(user, review)):
        return decides
    if review.is_open:
        return no(_("This is open."))
    return YES


def accept(user: User, review: Review) -> Verdict:
    """Put suggested words into the text: like any new revision, by anyone with the pen."""
    if not review.is_suggestion:
        return no(_("This suggests no other words."))
    if not (pen := revise(user, review.revision.statement)):
        return pen
    if not review.is_open:
        return no(_("This has been settled already."))
    return YES


def reject(user: User, review: Review) -> Verdict:
    if not review.is_suggestion:
        return no(_("This suggests no other words."))
    return settle(user, review)


def _decides(user: User, review: Review) -> Verdict:
    """With the pen; or, about what they said themselves, without."""
    incident = review.revision.statement.incident
    if review.is_privileged:
        return no(_("Advice holds nothing up: there is nothing to settle."))
    if incident.participant(user) is not None and not incident.is_closed and review.author_id == user.pk:
        return YES
    return rooms.write(user, incident)


def unblocked(revision: Revision) -> Verdict:
    """Whether nothing that was said about the statement still has to be settled."""
    if blocks := revision.blocks:
        return no(
            _("A comment by %(name)s has to be settled first: “%(words)s”")
            % {"name": blocks[0].author, "words": Truncator(blocks[0].text).chars(80)}
        )
    return YES


def open_for_review(user: User, revision: Revision) -> Verdict:
    """Whether opening the page counts as having seen the revision: for all who may see it at all."""
    place = revision.statement.incident.participant(user)
    if place is None or place.role == Role.GUEST:
        return no(_("You are not in this room."))
    return YES


def release(revision: Revision) -> Verdict:
    """Whether `revision` may go out as things stand, whoever sends it. The reason is what is missing first."""
    if not revision.is_current:
        return no(_("There is a newer revision of this statement."))
    if revision.asked is None:
        return no(_("Sign-off has not been asked for."))
    if revision.refuted:
        return cites_refuted(revision)
    if revision.withdrawn_slots:
        return lost_sign_offs(revision)
    if changes := revision.open_changes:
        return no(
            _("%(name)s asked for changes, so a new revision comes first.") % {"name": changes[0].author}
        )
    if not (settled := unblocked(revision)):
        return settled
    if lapsed := revision.lapsed_slots:
        return no(
            _("%(name)s no longer signs for %(desk)s here. Save the text again and ask anew.")
            % {"name": lapsed[0].signed.person if lapsed[0].signed else "", "desk": lapsed[0]}
        )
    wanted = SignOffPolicy.objects.demands_for(revision)
    if not wanted:
        return no(_("No sign-off policy covers this statement, so it cannot go out."))
    if more := unasked(wanted, revision.slots):
        incident = revision.statement.incident
        desks = ", ".join(demand.desk_in(incident) for demand in more)
        return no(_("This now needs %(desks)s, too. Ask for sign-off again.") % {"desks": desks})
    if waiting := revision.open_slots:
        return no(_("Waiting for sign-off by %(desks)s.") % {"desks": _desks(waiting)})
    return YES


def fit(revision: Revision) -> Verdict:
    """Whether `revision` could go out if every desk had signed it: what no authority sets aside."""
    if not revision.is_current:
        return no(_("There is a newer revision of this statement."))
    if not revision.channels:
        return no(_("Choose where this will go out first."))
    if revision.refuted:
        return cites_refuted(revision)
    if not SignOffPolicy.objects.demands_for(revision):
        return no(_("No sign-off policy covers this statement, so it cannot go out."))
    return YES


def unsigned_desks(revision: Revision) -> list[str]:
    """Of what the policies in force ask for, whose signatures are missing: desks by their code, people by name."""
    lapsed = {slot.pk for slot in revision.lapsed_slots}
    signed = Counter(slot.who for slot in revision.slots if slot.signed and slot.pk not in lapsed)
    wanted = SignOffPolicy.objects.demands_for(revision)
    incident = revision.statement.incident
    return [each.role or each.desk_in(incident) for each in wanted if each.count > signed[each.who]]


def unasked(wanted: Iterable[Demand], slots: Iterable[Slot]) -> list[Demand]:
    """Of what is wanted, each of which more signatures are wanted than were asked for."""
    asked = Counter(slot.who for slot in slots)
    return [demand for demand in wanted if demand.count > asked[demand.who]]


def slot_of(user: User, revision: Revision) -> Slot | None:
    """The slot that is `user`'s to fill, filled or not: what they signed; else one that is empty, and of these
    one whose turn it is, one that names them, one of their desk, one handed over to them."""
    place = revision.statement.incident.participant(user)
    if place is None:
        return None

    def foremost(slot: Slot) -> tuple[bool, ...]:
        return (
            not (slot.signed and slot.signed.person_id == user.pk),
            bool(slot.signed),
            slot.since is None,
            user.pk not in slot.people,
            not slot.is_asked_of(place),
        )

    return min((slot for slot in revision.slots if slot.admits(place)), key=foremost, default=None)


def stand_in(user: User, slot: Slot) -> Verdict:
    """Whether `user` may be given a slot that somebody else was asked to fill, and does not have it yet."""
    statement = slot.request.revision.statement
    place = statement.incident.participant(user)
    if place is None or place.role == Role.GUEST or not user.is_active:
        return no(_("A deputy has to be in this room, and not as a guest."))
    if user.pk in statement.author_ids:
        return no(_("A deputy wrote no part of the statement."))
    if slot.admits(place):
        return no(_("It is theirs to sign already."))
    return YES


def be_deputy(user: User, of: User) -> Verdict:
    """Whether `user` may be named to sign while somebody is away: a colleague who can still sign in."""
    if user.pk == of.pk:
        return no(_("Somebody else has to sign while you are away."))
    if not user.is_active:
        return no(_("This account is no longer active."))
    return YES


def change_policy(user: User, incident: Incident, *, everywhere: bool = False) -> Verdict:
    """The lead decides what this room asks for beyond the house's policies. Those are not the lead's to
    weaken, who may have written what waits for them: they are changed by who administers the house."""
    if not (leading := rooms.lead(user, incident)):
        return leading
    if everywhere and not user.is_staff:
        return no(_("This holds in every room, so only who administers the house can change it."))
    return YES


def cites_refuted(revision: Revision) -> Verdict:
    refs = ", ".join(cited.fact.ref for cited in revision.refuted)
    return no(_("This cites a fact that has been refuted (%(refs)s).") % {"refs": refs})


def lost_sign_offs(revision: Revision) -> Verdict:
    """A cited fact was taken back after they signed, whatever has become of it since."""
    desks = _desks(revision.withdrawn_slots)
    return no(
        _("A cited fact was refuted after %(desks)s had signed. Save the text again and ask anew.")
        % {"desks": desks}
    )


def _asked_reviewer(user: User, revision: Revision) -> Verdict:
    """In the room, asked, and not an author; the revision current and the room open."""
    incident = revision.statement.incident
    place = incident.participant(user)
    if place is None:
        return no(_("You are not in this room."))
    if incident.is_closed:
        return no(_("This room is closed. Its record stands as it is."))
    if not revision.is_current:
        return no(_("There is a newer revision of this statement."))
    if revision.asked is None:
        return no(_("Sign-off has not been asked for."))
    if slot_of(user, revision) is None:
        return no(_("Your desk was not asked to sign this revision."))
    if user.pk in revision.statement.author_ids:
        return no(_("You wrote part of this statement, so someone else has to sign it."))
    return YES


def _desks(slots: Iterable[Slot]) -> str:
    """Each once, however many are to sign there."""
    return ", ".join(dict.fromkeys(slot.desk for slot in slots))
