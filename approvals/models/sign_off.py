import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_SIGN_OFF, HELD
from approvals.models.revision import Revision
from approvals.models.slot import Slot
from common.guards import Guard, append_only
from incidents.models import TimelineEntry


class SignOff(models.Model):
    """One person's approval of one revision. Postgres writes down the states of the cited facts beside it."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="sign_offs")
    slot = models.OneToOneField(Slot, models.PROTECT, related_name="sign_off")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="sign_off")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    fact_states = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    clock_at = models.DateTimeField(_("signed at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "person"], name="one_sign_off_per_person")]
        triggers = [
            *append_only(),
            Guard(
                name="admits_sign_off",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("wanted", "approvals_slot%ROWTYPE")],
                func=ADMIT_SIGN_OFF,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.person}"

    @property
    def has_lapsed(self) -> bool:
        """Whether a fact that it rested on has been taken back since. It then never counts again."""
        return getattr(self, "lapse", None) is not None
