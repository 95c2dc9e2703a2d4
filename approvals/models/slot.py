from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from approvals.models.demand import desk_of
from approvals.models.sign_off_request import SignOffRequest
from common.guards import append_only
from common.prefetched import rows_of
from incidents.models import TEAM, Participant, Role, Status

if TYPE_CHECKING:
    from accounts.models import User
    from approvals.models.handover import Handover
    from approvals.models.sign_off import SignOff

# Guests watch. Everyone else can be asked.
SIGNING_ROLES = TEAM | {Role.EXECUTIVE}


class SlotQuerySet(models.QuerySet["Slot"]):
    def having_their_turn(self) -> Self:
        """Empty slots of current revisions in rooms that are not closed, with every earlier step full; `turn`
        says since when, by the room's clock."""
        from approvals.models.revision import Revision

        statement, number = OuterRef("request__revision__statement"), OuterRef("request__revision__number")
        later = Revision.objects.filter(statement=statement, number__gt=number)
        began = Func(F("pk"), function="approvals_turn_began", output_field=models.DateTimeField())
        return (
            self.filter(~Exists(later), sign_off=None)
            .exclude(request__revision__statement__incident__status=Status.CLOSED)
            .annotate(turn=began)
            .filter(turn__isnull=False)
        )


class SlotManager(models.Manager["Slot"]):
    """Always with who signed and who stands in: a slot is asked for nothing else."""

    def get_queryset(self) -> SlotQuerySet:
        return SlotQuerySet(self.model, using=self._db).select_related(
            "sign_off__person", "sign_off__lapse__entry__refers_to", "deputy"
        )

    def having_their_turn(self) -> SlotQuerySet:
        return self.get_queryset().having_their_turn()


class Slot(models.Model):
    """One signature that a revision needs: of a desk or of named people, and by when."""

    request = models.ForeignKey(SignOffRequest, models.PROTECT, related_name="slots")
    role = models.CharField(_("desk"), max_length=12, choices=Role, blank=True)
    # Ids, sorted: any one of them may fill it. Empty for a desk's slot.
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # The first, second, ... of those that the same desk or the same people fill.
    ordinal = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes = models.PositiveIntegerField(_("time allowed"), null=True, blank=True)
    clock_at = models.DateTimeField(_("asked at"), help_text=_("By the room's clock."))

    objects = SlotManager()

    class Meta:
        ordering = ["request", "step", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "role", "people", "ordinal"], name="one_slot_per_signature"
            ),
            models.CheckConstraint(
                name="a_slot_is_for_a_signing_role",
                condition=Q(role__in=sorted(SIGNING_ROLES), people=[]) | (Q(role="") & ~Q(people=[])),
            ),
            models.CheckConstraint(
                name="a_slot_has_a_place", condition=Q(ordinal__gte=1, step__gte=1, position__gte=1)
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.desk

    @property
    def desk(self) -> str:
        """Who is asked, in words: a desk, or people by name."""
        if self.role:
            return str(self.get_role_display())
        return desk_of(self.role, self.people, self.request.revision.statement.incident)

    @property
    def who(self) -> tuple[str, tuple[int, ...]]:
        """What it shares with the demand that it answers."""
        return self.role, tuple(self.people)

    def is_asked_of(self, place: Participant) -> bool:
        """Whether it was this participant who was asked, by desk or by name."""
        asked = place.role == self.role or place.person_id in self.people
        return place.is_active and place.role != Role.GUEST and asked

    def admits(self, place: Participant) -> bool:
        """Whether this participant may fill it today: asked, or standing in for who was. `entitled` in gate.py
        asks the same of Postgres."""
        if self.is_asked_of(place):
            return True
        stands_in = place.person_id in {handover.to_id for handover in self.handed_over}
        return stands_in and place.is_active and place.role != Role.GUEST

    @property
    def handed_over(self) -> "list[Handover]":
        """That others may sign as well as who was asked."""
        return list(rows_of(self, "handovers"))

    @property
    def able(self) -> "tuple[User, ...]":
        """Who could fill it: those it admits who wrote no part of the statement and signed nothing of it yet."""
        statement = self.request.revision.statement
        signers = {slot.signed.person_id for slot in rows_of(self.request, "slots") if slot.signed}
        return tuple(
            place.person
            for place in rows_of(statement.incident, "participants")
            if place.person.is_active
            and self.admits(place)
            and place.person_id not in statement.author_ids
            and place.person_id not in signers
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

    @property
    def earlier(self) -> "list[Slot]":
        """The slots of earlier steps."""
        return [slot for slot in rows_of(self.request, "slots") if slot.step < self.step]

    @property
    def since(self) -> datetime | None:
        """When its turn began, by the room's clock; None while an earlier step is not full."""
        signed = [slot.signed for slot in self.earlier]
        if not all(signed):
            return None
        return max([self.clock_at, *(each.clock_at for each in signed if each)])

    @property
    def half_at(self) -> datetime | None:
        """When half of the time allowed is over."""
        return self._after(0.5)

    @property
    def due_at(self) -> datetime | None:
        """When the time allowed is over, by the room's clock; None when there is no limit, or no turn yet."""
        return self._after(1)

    def _after(self, part: float) -> datetime | None:
        if self.since is None or self.minutes is None:
            return None
        return self.since + part * timedelta(minutes=self.minutes)
