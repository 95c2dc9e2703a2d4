import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import ADMIT_LAPSE, HELD
from approvals.models.sign_off import SignOff
from common.guards import Guard, append_only
from incidents.models import TimelineEntry


class Lapse(models.Model):
    """A sign-off that does not count any more, because a fact it rested on was refuted or struck by `entry`.

    It is final. A fact that is confirmed again brings no sign-off back: what was signed is put before the desks
    anew.
    """

    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="lapse")
    entry = models.ForeignKey(TimelineEntry, models.PROTECT, related_name="lapses")
    clock_at = models.DateTimeField(_("lapsed at"), help_text=_("By the room's clock."))

    class Meta:
        ordering = ["pk"]
        triggers = [
            *append_only(),
            Guard(
                name="admits_lapse",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("signed", "approvals_signoff%ROWTYPE")],
                func=ADMIT_LAPSE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_off} ({self.entry.ref})"

    @property
    def fact(self) -> TimelineEntry:
        """The entry of the fact that was taken back."""
        assert self.entry.refers_to is not None  # Postgres asked for a fact that was cited
        return self.entry.refers_to
