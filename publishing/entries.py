"""What the timeline tells of words that went out: for everyone in the room, since the public has read it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from approvals.entries import StatementEntry
from approvals.models import Channel, StatementKind
from approvals.models.demand import label_of
from incidents.entries import Entry, register
from incidents.models import Role, Stream


@register
@dataclass(frozen=True, kw_only=True)
class StatementPublished(Entry):
    """The exact words, where they can be read, and which desks signed them."""

    type = "statement.published"
    label = _("Published")
    group = "publication"
    default_stream = Stream.BRIEFING
    template = "publishing/timeline/entries/statement_published.html"
    icon = "send"
    node = "sent"
    personal = ("text", "title", "note", "url")

    statement: int
    title: str
    kind: str
    number: int
    sha: str
    words: int
    channel: str
    language: str
    text: str
    url: str = ""
    note: str = ""
    roles: list[str] = field(default_factory=list)
    # Whether it went out before every desk had signed it.
    glass: bool = False

    @property
    def kind_label(self) -> str:
        return str(StatementKind(self.kind).label)

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)

    @property
    def signed_by(self) -> list[str]:
        """The desks, by name."""
        return [str(Role(role).label) for role in self.roles]

    def headline(self) -> str:
        return str(
            _("%(title)s went out on %(channel)s") % {"title": self.title, "channel": self.channel_label}
        )


@register
@dataclass(frozen=True, kw_only=True)
class PublicationFlagged(Entry):
    """A fact that these words rest on was taken back after they went out. The room itself noticed. For everyone,
    so without the fact: that may be the team's."""

    type = "publication.flagged"
    label = _("Went out wrong")
    group = "publication"
    default_stream = Stream.BRIEFING
    template = "publishing/timeline/entries/publication_flagged.html"
    icon = "octagon-x"
    personal = ("title",)

    statement: int
    title: str
    kind: str
    number: int
    channel: str

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)

    def headline(self) -> str:
        return str(
            _("%(title)s on %(channel)s rests on a fact that was refuted")
            % {"title": self.title, "channel": self.channel_label}
        )


@register
@dataclass(frozen=True, kw_only=True)
class ReachRecorded(Entry):
    """A count, with its method. Of one publication, or (`channel` empty) of the whole room."""

    type = "reach.recorded"
    label = _("Reach")
    group = "publication"
    default_stream = Stream.BRIEFING
    template = "publishing/timeline/entries/reach_recorded.html"
    icon = "radio-tower"
    node = "learned"
    personal = ("method", "title")

    accounts: int
    reposts: int | None = None
    method: str
    basis: str
    counted_at: datetime
    title: str = ""
    channel: str = ""

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label) if self.channel else ""


@register
@dataclass(frozen=True, kw_only=True)
class LineUsed(StatementEntry):
    """A reply in words that were signed beforehand. `text` is all that was said, the line among it."""

    type = "line.used"
    label = _("Line used")
    group = "publication"
    default_stream = Stream.BRIEFING
    template = "publishing/timeline/entries/line_used.html"
    icon = "quote"
    node = "sent"
    personal = ("text", "title", "url")

    channel: str
    language: str
    text: str
    url: str = ""

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label)


@register
@dataclass(frozen=True, kw_only=True)
class GlassOpened(StatementEntry):
    """The first of two says that these words cannot wait for every desk. `missing` are those desks."""

    type = "glass.opened"
    label = _("Break-glass asked for")
    template = "publishing/timeline/entries/glass_opened.html"
    icon = "siren"
    personal: ClassVar[tuple[str, ...]] = ("reason", "title", "missing")

    reason: str
    missing: list[str] = field(default_factory=list)

    @property
    def missing_labels(self) -> list[str]:
        return [label_of(desk) for desk in self.missing]

    def headline(self) -> str:
        return str(_("%(title)s cannot wait: a second person is asked for") % {"title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class GlassBroken(GlassOpened):
    """The second has said the same, and the words may go out. Told to everyone in the room at once."""

    type = "glass.broken"
    label = _("Glass broken")
    default_stream = Stream.BRIEFING
    template = "publishing/timeline/entries/glass_broken.html"
    node = "decided"
    personal = ("reason", "title", "missing", "opened_by")

    opened_by: str

    def headline(self) -> str:
        return str(_("%(title)s may go out before every desk has signed it") % {"title": self.title})


@register
@dataclass(frozen=True, kw_only=True)
class GlassReviewed(StatementEntry):
    """What a third found afterwards."""

    type = "glass.reviewed"
    label = _("Break-glass reviewed")
    template = "publishing/timeline/entries/glass_reviewed.html"
    icon = "clipboard-check"
    personal = ("text", "title")

    text: str
