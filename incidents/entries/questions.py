from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from incidents.entries.base import Entry, register
from incidents.models import Role


@register
@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Entry):
    type = "question.asked"
    label = _("Question")
    group = "question"
    template = "incidents/timeline/entries/question_asked.html"
    icon = "message-circle-question-mark"
    node = "asked"
    strikable = True
    personal = ("text",)

    text: str
    asked_of: str = ""

    @property
    def asked_of_label(self) -> str:
        return str(Role(self.asked_of).label) if self.asked_of else ""


@register
@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Entry):
    type = "question.answered"
    label = _("Answer")
    group = "question"
    template = "incidents/timeline/entries/question_answered.html"
    icon = "message-circle-reply"
    node = "learned"
    personal = ("text", "question")

    text: str
    question: str
    asked_at: datetime
