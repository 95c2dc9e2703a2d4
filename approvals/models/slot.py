from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.sign_off_request import SignOffRequest
from common.guards import append_only
from incidents.models import TEAM, Role

if TYPE_CHECKING:
    from accounts.models import User
    from approvals.models.sign_off import SignOff

# Guests watch. Everyone else can be asked.
SIGNING_ROLES = TEAM | {Role.EXECUTIVE}


class SlotManager(models.Manager["Slot"]):
    """Always with who signed: a slot is asked for nothing else."""

    def get_queryset(self) -> "models.QuerySet[Slot]":
        return super().get_queryset().select_related("sign_off__person", "sign_off__lapse__entry__refers_to")


class Slot(models.Model):
    """One signature that a revision needs: which desk, and since when it has been waiting."""

    request = models.ForeignKey(SignOffRequest, models.PROTECT, related_name="slots")
    role = models.CharField(_("desk"), max_length=12, choices=Role)
    position = models.PositiveSmallIntegerField()
    clock_at = models.DateTimeField(_("waiting since"), help_text=_("By the room's clock."))

    objects = SlotManager()

    class Meta:
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "role"], name="one_slot_per_desk"),
            models.CheckConstraint(
                name="a_slot_is_for_a_signing_role", condition=Q(role__in=sorted(SIGNING_ROLES))
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def able(self) -> "tuple[User, ...]":
        """Who could fill it: active participants of its role who wrote no part of the statement."""
        statement = self.request.revision.statement
        return tuple(
            place.person
            for place in statement.incident.participants.all()
            if place.is_active
            and place.person.is_active
            and place.role == self.role
            and place.person_id not in statement.author_ids
        )

    @property
    def signed(self) -> "SignOff | None":
        """The sign-off that counts."""
        return self.given if self.given and not self.given.has_lapsed else None

    @property
    def withdrawn(self) -> "SignOff | None":
        """The sign-off that was given and has lapsed. Nobody can fill the slot any more."""
        return self.given if self.given and self.given.has_lapsed else None

    @property
    def given(self) -> "SignOff | None":
        """The sign-off that was given, whether or not it still counts."""
        return getattr(self, "sign_off", None)
