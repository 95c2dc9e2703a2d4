"""A revision as one reader has it before them: what it says, what is new in it, what they may do about it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from approvals import policy
from approvals.contents import Contents
from approvals.models import Citation, LastSeen, Review, Revision, Slot, Statement
from approvals.redline import Passage, Piece, passages, redline
from approvals.views.talk import Remark, remarks_on
from approvals.waiting import Wait, slots_waiting_for
from common.verdicts import Verdict
from incidents import policy as rooms
from incidents.listening import Listening, listening_for
from incidents.models import FactState, Incident, Participant, Stream
from incidents.views.access import place_or_404


@dataclass(frozen=True)
class Proof:
    """`compare_with` is the number of an earlier revision, as the reader asked for it; `view` is "sides" when they
    asked for both texts side by side."""

    revision: Revision
    reader: User
    compare_with: str | int | None = None
    view: str | None = None

    @property
    def is_beside(self) -> bool:
        """Whether both texts were asked for, side by side."""
        return self.view == "sides"

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def incident(self) -> Incident:
        return self.statement.incident

    @cached_property
    def place(self) -> Participant:
        place = place_or_404(self.reader, self.statement.incident_id)
        self.statement.incident.read_by(place)
        return place

    def listening(self, session_key: str | None) -> Listening:
        """What keeps the page of this proof in step, and says in the room who reads it."""
        page = self.revision.page
        return listening_for(self.incident, self.place, session_key=session_key, page=page)

    @property
    def others(self) -> list[tuple[int, str]]:
        """Everyone else who may have it before them, by id, as they are called here."""
        return [
            (place.person_id, str(place))
            for place in self.incident.participants.all()
            if Stream.WORKING in place.streams and place.person_id != self.reader.pk
        ]

    @cached_property
    def against(self) -> Revision | None:
        """The one it is compared with: asked for, else what the reader last saw, else the one before."""
        return _asked_for(self.revision, self.compare_with) or _before(self.revision, self.reader)

    @cached_property
    def pieces(self) -> list[Piece]:
        return redline(self.against.text, self.revision.text) if self.against else []

    @cached_property
    def rows(self) -> list[Passage]:
        """The text paragraph by paragraph, each beside what it was in the other revision."""
        return passages(self.pieces if self.against else [Piece("same", self.revision.text)])

    @property
    def why_against(self) -> str:
        """How the reader knows the revision it is compared with."""
        if self.against is None or self.compare_with is not None:
            return ""
        return _known_as(self.against, self.reader)

    @cached_property
    def changed(self) -> bool:
        return any(piece.op != "same" for piece in self.pieces)

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.revision, self.against)

    @cached_property
    def steps(self) -> list[Revision]:
        """Every revision, first to last."""
        return list(self.statement.revisions.select_related("author").order_by("number"))

    @cached_property
    def remarks(self) -> list[Remark]:
        """What was said about this text and earlier ones, as far as this reader may know."""
        return remarks_on(self.revision, self.steps, self.reader, self.place)

    @property
    def open_remarks(self) -> list[Remark]:
        return [remark for remark in self.remarks if not remark.is_settled]

    @property
    def settled_remarks(self) -> list[Remark]:
        return [remark for remark in self.remarks if remark.is_settled]

    @cached_property
    def newer(self) -> Revision | None:
        """The current revision when it is no longer this one."""
        current = self.statement.current
        return None if current.pk == self.revision.pk else current

    @cached_property
    def unverified(self) -> list[Citation]:
        return [each for each in self.revision.cites if each.fact.state == FactState.UNVERIFIED]

    @cached_property
    def my_slot(self) -> Slot | None:
        """The slot that waits for this reader and nobody else at their desk has filled."""
        slot = policy.slot_of(self.reader, self.revision)
        return slot if slot and not slot.signed and not slot.withdrawn else None

    @cached_property
    def next_waiting(self) -> Wait | None:
        """For a reader who has signed this: what waits for them longest now. Nobody else's desk is asked for."""
        if not any(slot.signed and slot.signed.person_id == self.reader.pk for slot in self.revision.slots):
            return None
        waits = slots_waiting_for(self.reader, self.incident)
        return next((wait for wait in waits if wait.statement.pk != self.statement.pk), None)

    @cached_property
    def holds_pen(self) -> Verdict:
        return rooms.write(self.reader, self.incident)

    @cached_property
    def may_revise(self) -> Verdict:
        return policy.revise(self.reader, self.statement)

    @cached_property
    def may_ask(self) -> Verdict:
        return policy.request_sign_off(self.reader, self.revision)

    @cached_property
    def may_sign(self) -> Verdict:
        return policy.sign_off(self.reader, self.revision)

    @cached_property
    def may_request_changes(self) -> Verdict:
        return policy.request_changes(self.reader, self.revision)

    @cached_property
    def may_comment(self) -> Verdict:
        return policy.comment(self.reader, self.revision)

    @cached_property
    def may_advise(self) -> Verdict:
        return policy.advise(self.reader, self.revision)

    @cached_property
    def may_go_out(self) -> Verdict:
        return policy.release(self.revision)

    @property
    def is_reviewer(self) -> bool:
        """Whether this reader's desk was asked: they see its slot and what they may do."""
        return policy.slot_of(self.reader, self.revision) is not None

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template about this proof reads."""
        return {
            "proof": self,
            "revision": self.revision,
            "statement": self.statement,
            "incident": self.incident,
            "place": self.place,
            **more,
        }


def _asked_for(revision: Revision, number: str | int | None) -> Revision | None:
    """An earlier revision that the reader chose. A number that makes no sense chooses nothing."""
    if not str(number or "").isdecimal() or len(str(number)) > 9 or int(str(number)) >= revision.number:
        return None
    return revision.statement.revisions.filter(number=int(str(number))).select_related("author").first()


def _before(revision: Revision, reader: User) -> Revision | None:
    """The last that this reader judged; else the last they saw; else the one before. To have glanced at a revision
    must not hide what has changed since they signed another."""
    earlier = revision.statement.revisions.filter(number__lt=revision.number).select_related("author")
    judged = (
        earlier.filter(Q(sign_offs__person=reader) | Q(reviews__author=reader)).order_by("-number").first()
    )
    if judged:
        return judged
    seen = LastSeen.objects.before(revision, reader)
    if seen and seen.number < revision.number:
        return seen
    return _asked_for(revision, revision.number - 1)


def _known_as(against: Revision, reader: User) -> str:
    if against.sign_offs.filter(person=reader).exists():
        return _("which you signed")
    if Review.everything.filter(revision=against, author=reader).exists():
        return _("which you reviewed")
    seen = LastSeen.objects.filter(Q(revision=against) | Q(earlier=against), person=reader)
    return _("which you saw last") if seen.exists() else ""
