from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register
from incidents.models.promise import NEXT_UPDATE


@dataclass(frozen=True, kw_only=True)
class PromiseEntry(Entry):
    personal = ("text",)

    text: str
    due_at: datetime
    is_public: bool = False

    @property
    def words(self) -> str:
        return self.text or str(NEXT_UPDATE)

    def headline(self) -> str:
        return self.words


@register
@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseEntry):
    type = "promise.kept"
    label = _("Promise kept")
    template = "incidents/timeline/entries/promise_kept.html"
    icon = "check"


@register
@dataclass(frozen=True, kw_only=True)
class PromiseMissed(PromiseEntry):
    type = "promise.missed"
    label = _("Promise overdue")
    template = "incidents/timeline/entries/promise_missed.html"
    icon = "alarm-clock"
