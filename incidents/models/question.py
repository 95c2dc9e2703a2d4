from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.choices import Role
from incidents.models.incident import Incident
from incidents.models.timeline_entry import TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(entry__in=TimelineEntry.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(answered_at=None)


class Question(models.Model):
    """Something the room needs to know, open until answered. `asked_of` names the desk it lies on."""

    entry = models.OneToOneField(TimelineEntry, models.PROTECT, primary_key=True, related_name="question")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="questions")
    text = models.TextField(_("question"))
    asked_of = models.CharField(_("for"), max_length=12, choices=Role, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["entry"]

    def __str__(self) -> str:
        return self.text

    @property
    def ref(self) -> str:
        return self.entry.ref

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
