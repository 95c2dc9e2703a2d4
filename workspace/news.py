"""What is new to one reader since they last looked, in counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import ngettext_lazy

from accounts.models import User
from incidents.models import Incident
from incidents.models.timeline_entry import TimelineEntryQuerySet
from workspace.models import Look

# Loading the page once more, or glancing at it again, must not hide what was new a moment ago.
ONE_VISIT = timedelta(minutes=10)

# In the order in which they matter to somebody who was away.
KINDS = {
    "statement.published": ngettext_lazy("%(n)d thing said in public", "%(n)d things said in public", "n"),
    "glass.broken": ngettext_lazy("%(n)d glass broken", "%(n)d glasses broken", "n"),
    "publication.flagged": ngettext_lazy("%(n)d thing went out wrong", "%(n)d things went out wrong", "n"),
    "decision.made": ngettext_lazy("%(n)d decision", "%(n)d decisions", "n"),
    "fact.confirmed": ngettext_lazy("%(n)d fact confirmed", "%(n)d facts confirmed", "n"),
    "fact.refuted": ngettext_lazy("%(n)d fact refuted", "%(n)d facts refuted", "n"),
    "fact.posted": ngettext_lazy("%(n)d claim to verify", "%(n)d claims to verify", "n"),
    "question.asked": ngettext_lazy("%(n)d question", "%(n)d questions", "n"),
    "call.logged": ngettext_lazy("%(n)d call", "%(n)d calls", "n"),
    "signal.posted": ngettext_lazy("%(n)d signal", "%(n)d signals", "n"),
}
OTHERS = ngettext_lazy("%(n)d other entry", "%(n)d other entries", "n")


@dataclass(frozen=True)
class News:
    """What was recorded since `look`: a sentence's parts, in the language of the moment."""

    look: Look
    parts: list[str]

    @property
    def seen(self) -> datetime:
        """How far the story went that they saw, by the room's clock."""
        return self.look.until - self.look.incident.clock_offset


def look_before(incident: Incident, person: User, *, pinned: int | None = None) -> Look | None:
    """How `person` looked at the room before this visit. A page that stays open names the look it began with
    (`pinned`; 0 when it was the first), so that nothing stops being new while it is read."""
    looks = Look.objects.filter(incident=incident, person=person).order_by("-pk")
    if pinned is not None:
        return looks.filter(pk=pinned).first()
    return looks.filter(clock_at__lt=incident.now() - ONE_VISIT).first()


def news_since(look: Look, entries: TimelineEntryQuerySet) -> News:
    """Of `entries`, which are what the reader may see, those recorded after what `look` showed."""
    fresh = entries.filter(recorded_at__gt=look.until).order_by()
    found = dict(fresh.values_list("type").annotate(n=Count("pk")))
    parts = [str(words % {"n": found.pop(kind)}) for kind, words in KINDS.items() if kind in found]
    others = sum(found.values())
    return News(look, [*parts, str(OTHERS % {"n": others})] if others else parts)
