"""What the timeline tells of statements on their way out. All of it in the working stream, but for advice.

Payloads name a statement and a revision by number and never carry their words: those are public once they
have been published, and a draft's words belong to its page.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from approvals.models import Outcome, StatementKind
from approvals.models.demand import label_of
from incidents.entries import Entry, register
from incidents.models import Role, Stream


@dataclass(frozen=True, kw_only=True)
class StatementEntry(Entry):
    """The base of all of them. `number` is the revision's; `sha` the first 12 digits of its digest."""

    group = "statement"
    node = "milestone"
    personal: ClassVar[tuple[str, ...]] = ("title",)

    statement: int
    title: str
    kind: str
    number: int
    sha: str

    @property
    def kind_label(self) -> str:
        return str(StatementKind(self.kind).label)


@register
@dataclass(frozen=True, kw_only=True)
class StatementDrafted(StatementEntry):
    """The first revision. Everything said about the statement in this stream refers to this entry."""

    type = "statement.drafted"
    label = _("Draft")
    template = "approvals/timeline/entries/statement_drafted.html"
    icon = "file-pen"

    words: int


@register
@dataclass(frozen=True, kw_only=True)
class CorrectionOpened(StatementEntry):
    """The first revision of what takes back words that went out, opened by the room itself. `corrected` is the
    title of those words."""

    type = "correction.opened"
    label = _("Correction opened")
    template = "approvals/timeline/entries/correction_opened.html"
    icon = "file-pen"
    personal = ("title", "corrected")

    words: int
    corrected: str


@register
@dataclass(frozen=True, kw_only=True)
class RevisionSaved(StatementEntry):
    """A later revision. `voided` counts the sign-offs that it leaves behind."""

    type = "revision.saved"
    label = _("Revision")
    template = "approvals/timeline/entries/revision_saved.html"
    icon = "pen-line"
    personal = ("title", "note")

    words: int
    note: str = ""
    voided: int = 0


@register
@dataclass(frozen=True, kw_only=True)
class SignOffRequested(StatementEntry):
    """`roles` are the desks that were asked, in the order of their turns; `people` who was asked by name."""

    type = "sign_off.requested"
    label = _("Sign-off asked for")
    template = "approvals/timeline/entries/sign_off_requested.html"
    icon = "hourglass"

    personal = ("title", "people")

    roles: list[str]
    people: str = ""

    @property
    def role_labels(self) -> list[str]:
        """Everybody who was asked: desks, then people."""
        return [str(Role(role).label) for role in self.roles] + [self.people] * bool(self.people)

    def headline(self) -> str:
        return str(
            _("%(title)s waits for %(desks)s") % {"title": self.title, "desks": ", ".join(self.role_labels)}
        )


@dataclass(frozen=True, kw_only=True)
class DeskEntry(StatementEntry):
    """Something one desk said about one revision."""

    role: str

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)


@register
@dataclass(frozen=True, kw_only=True)
class RevisionSigned(DeskEntry):
    """One person's sign-off. `complete` when it was the last that was missing; `acknowledged` when they said
    that they know what is unverified in it."""

    type = "revision.signed"
    label = _("Sign-off")
    template = "approvals/timeline/entries/revision_signed.html"
    icon = "check"

    acknowledged: bool = False
    complete: bool = False

    def headline(self) -> str:
        if self.complete:
            return str(_("%(title)s is signed") % {"title": self.title})
        return str(_("%(desk)s signed %(title)s") % {"desk": self.role_label, "title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class SignOffWithdrawn(StatementEntry):
    """The room itself noticed: a fact that the revision cites was taken back after these `roles` had signed.
    `fact` is its reference; a citable fact is never privileged."""

    type = "sign_off.withdrawn"
    label = _("Sign-off withdrawn")
    template = "approvals/timeline/entries/sign_off_withdrawn.html"
    icon = "octagon-x"
    personal = ("title", "roles")

    roles: list[str]
    fact: str

    @property
    def role_labels(self) -> list[str]:
        return [label_of(desk) for desk in self.roles]

    def headline(self) -> str:
        return str(_("%(title)s has lost its sign-off") % {"title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class ChangesRequested(DeskEntry):
    type = "changes.requested"
    label = _("Changes requested")
    template = "approvals/timeline/entries/changes_requested.html"
    icon = "message-square-warning"
    personal = ("reason", "title")

    reason: str

    def headline(self) -> str:
        return str(
            _("%(desk)s asked for changes to %(title)s") % {"desk": self.role_label, "title": self.title}
        )


@register
@dataclass(frozen=True, kw_only=True)
class RevisionCommented(DeskEntry):
    type = "revision.commented"
    label = _("Comment")
    template = "approvals/timeline/entries/revision_commented.html"
    icon = "message-square"
    personal = ("text", "title")

    text: str
    blocking: bool = False


@register
@dataclass(frozen=True, kw_only=True)
class AdviceGiven(DeskEntry):
    """What somebody cleared said of a revision to those who are cleared, too. It stands in another stream than the
    draft, and so refers to no entry."""

    type = "advice.given"
    label = _("Advice")
    default_stream = Stream.PRIVILEGED
    template = "approvals/timeline/entries/advice_given.html"
    icon = "message-square-lock"
    personal = ("text", "title")

    text: str


@register
@dataclass(frozen=True, kw_only=True)
class ReviewSettled(DeskEntry):
    """What somebody decided about a review of revision `number`; `role` is their desk, `about` who had said it."""

    type = "review.settled"
    label = _("Review")
    template = "approvals/timeline/entries/review_settled.html"
    icon = "message-square-check"
    personal = ("title", "text", "about")

    outcome: str
    text: str
    about: str

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label)

    def headline(self) -> str:
        return f"{self.title}: {self.outcome_label}"


@dataclass(frozen=True, kw_only=True)
class SlotEntry(StatementEntry):
    """Something about one slot that nobody has filled; the room itself says it. `desk` is who was asked."""

    personal: ClassVar[tuple[str, ...]] = ("title", "desk")

    desk: str


@register
@dataclass(frozen=True, kw_only=True)
class SlotHandedOver(SlotEntry):
    """A deputy may sign as well. `person` is their id; `cause` is "ran_out" or "absent"."""

    type = "slot.delegated"
    label = _("Deputy")
    template = "approvals/timeline/entries/slot_handed_over.html"
    icon = "arrow-right-left"
    personal = ("title", "desk", "deputy")

    person: int
    deputy: str
    cause: str

    def headline(self) -> str:
        return str(
            _("%(deputy)s may sign %(title)s for %(desk)s")
            % {"deputy": self.deputy, "title": self.title, "desk": self.desk}
        )


@dataclass(frozen=True, kw_only=True)
class ClockEntry(SlotEntry):
    """The clock of a slot has struck. `since` and `due_at` are by the room's clock."""

    since: datetime
    due_at: datetime


@register
@dataclass(frozen=True, kw_only=True)
class SlotNudged(ClockEntry):
    """Half of the time is over. `people` are those who could sign."""

    type = "slot.nudged"
    label = _("Reminder")
    template = "approvals/timeline/entries/slot_nudged.html"
    icon = "bell-ring"
    personal = ("title", "desk", "people")

    people: str = ""

    def headline(self) -> str:
        return str(_("Half of the time to sign %(title)s is over") % {"title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class SlotRanOut(ClockEntry):
    """Nobody signed in time. That is no approval: it waits as before."""

    type = "slot.expired"
    label = _("Time ran out")
    template = "approvals/timeline/entries/slot_ran_out.html"
    icon = "alarm-clock"

    def headline(self) -> str:
        return str(_("%(desk)s did not sign %(title)s in time") % {"desk": self.desk, "title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class LeadTold(ClockEntry):
    """It lies on the desk of every lead now. `leads` are their names."""

    type = "lead.told"
    label = _("Lead told")
    template = "approvals/timeline/entries/lead_told.html"
    icon = "megaphone"
    personal = ("title", "desk", "leads")

    leads: str = ""

    def headline(self) -> str:
        return str(_("The lead was told that %(title)s waits") % {"title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class PolicyChanged(Entry):
    """Who has to sign from now on. `everywhere` when it holds in every room; no `asks`: it is retired."""

    type = "policy.changed"
    label = _("Sign-off policy")
    group = "statement"
    template = "approvals/timeline/entries/policy_changed.html"
    icon = "scroll-text"
    personal = ("name", "asks")

    name: str
    asks: str = ""
    everywhere: bool = False
