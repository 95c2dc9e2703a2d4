from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.channel import Channel
from approvals.models.demand import Demand, union
from approvals.models.gate import ADMIT_POLICY
from approvals.models.revision import Revision
from approvals.models.statement import StatementKind
from common.guards import Guard, append_only
from incidents.models import Incident, Severity

if TYPE_CHECKING:
    from approvals.models.statement import Statement


class Occasion(models.TextChoices):
    """A correction has policies of its own, agreed beforehand and shorter; it asks no others."""

    ORDINARY = "ordinary", _("Whatever we say")
    CORRECTION = "correction", _("Correcting what we said")


class SignOffPolicyQuerySet(models.QuerySet["SignOffPolicy"]):
    def in_force(self) -> Self:
        """The latest row of each name, in the house and in each room; one that asks for nothing retires it."""
        return self.order_by("incident_id", "name", "-pk").distinct("incident_id", "name")

    def here(self, incident: Incident) -> "list[SignOffPolicy]":
        """What is in force in a room: the house's own, then what was agreed for this room alone."""
        policies = self.in_force().filter(Q(incident=None) | Q(incident=incident))
        standing = [policy for policy in policies if policy.slots]
        return sorted(standing, key=lambda each: (each.incident_id is not None, each.name))

    def demands_for(self, revision: Revision) -> list[Demand]:
        """Every signature that `revision` needs as things stand: what all policies together ask for.

        Empty when no policy applies, and then nothing may go out. `approvals_demanded` asks the same in
        Postgres; change both or neither.
        """
        return demanded_by(self.here(revision.statement.incident), revision)


class SignOffPolicy(models.Model):
    """Who signs what, and by when. Never edited: a change is a new row under the same name."""

    name = models.CharField(_("name"), max_length=80)
    # Null: for every room. A room's own policies only ever ask for more.
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="policies")
    occasion = models.CharField(_("for"), max_length=12, choices=Occasion, default=Occasion.ORDINARY)
    severities = ArrayField(
        models.PositiveSmallIntegerField(choices=Severity),
        default=list,
        blank=True,
        verbose_name=_("severities"),
    )
    kinds = ArrayField(
        models.CharField(max_length=12, choices=StatementKind),
        default=list,
        blank=True,
        verbose_name=_("kinds"),
    )
    channels = ArrayField(
        models.CharField(max_length=12, choices=Channel), default=list, blank=True, verbose_name=_("channels")
    )
    strands = ArrayField(models.CharField(max_length=3), default=list, blank=True, verbose_name=_("strands"))
    # What `Demand.to_element` writes, one object for each; Postgres looks at the shape.
    slots = models.JSONField(_("who signs"), default=list, blank=True)
    # The policies that the house starts with were written by nobody.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SignOffPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("sign-off policies")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="strands_are_of_a_room", condition=Q(strands=[]) | Q(incident__isnull=False)
            ),
            models.CheckConstraint(name="a_known_occasion", condition=Q(occasion__in=Occasion.values)),
        ]
        triggers = [
            *append_only(),
            Guard(name="admits_policy", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ADMIT_POLICY),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def demands(self) -> list[Demand]:
        return union(Demand.of(element) for element in self.slots)

    def covers(self, revision: Revision) -> bool:
        """Whether it applies. An empty list in a policy means all."""
        statement = revision.statement
        return (
            self.occasion == occasion_of(statement)
            and _admits(self.severities, [statement.incident.severity])
            and _admits(self.kinds, [statement.kind])
            and _admits(self.channels, revision.channels)
            and _admits(self.strands, statement.strands)
        )


def demanded_by(policies: Iterable[SignOffPolicy], revision: Revision) -> list[Demand]:
    """What those of `policies` that apply to `revision` ask for together."""
    covering = sorted((each for each in policies if each.covers(revision)), key=lambda policy: policy.pk)
    return union(demand for policy in covering for demand in policy.demands)


def occasion_of(statement: "Statement") -> Occasion:
    """Which policies a statement asks. One that corrects another names it."""
    return Occasion.CORRECTION if statement.corrects_id else Occasion.ORDINARY


def _admits(listed: Iterable[int | str], given: Iterable[int | str]) -> bool:
    listed = set(listed)
    return not listed or not listed.isdisjoint(given)
