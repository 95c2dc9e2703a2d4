import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import TimelineEntry
from publishing.models.break_glass import BreakGlass
from publishing.models.glass_gate import ADMIT_AFTER_REVIEW


class AfterReview(models.Model):
    """What a third person found afterwards. Until there is one, the room has an open matter."""

    break_glass = models.OneToOneField(BreakGlass, models.PROTECT, related_name="after_review")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="after_review")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("what they found"))
    clock_at = models.DateTimeField(_("reviewed at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="a_review_finds_words", condition=~models.Q(text=""))]
        triggers = [
            *append_only(),
            Guard(
                name="admits_after_review",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("glass", "publishing_breakglass%ROWTYPE"), ("other", "bigint")],
                func=ADMIT_AFTER_REVIEW,
            ),
        ]

    def __str__(self) -> str:
        return self.text
