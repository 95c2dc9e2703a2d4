from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.channel import Channel
from approvals.models.revision import Revision
from approvals.models.slot import SIGNING_ROLES
from approvals.models.statement import StatementKind
from common.guards import append_only
from incidents.models import Role, Severity


class SignOffPolicyQuerySet(models.QuerySet["SignOffPolicy"]):
    def in_force(self) -> Self:
        """The latest row of each name; a latest row without roles retires the name."""
        return self.order_by("name", "-pk").distinct("name")

    def roles_for(self, revision: Revision) -> list[Role]:
        """Every role that must sign `revision` as things stand, in the order of `Role`.

        Empty when no policy applies, and then nothing may go out. `DEMANDED` in publishing asks the same of
        Postgres; change both or neither.
        """
        wanted = {role for policy in self.in_force() if policy.covers(revision) for role in policy.roles}
        return [role for role in Role if role in wanted]


class SignOffPolicy(models.Model):
    """Which desks sign what. Never edited: a change is a new row under the same name."""

    name = models.CharField(_("name"), max_length=80)
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
    roles = ArrayField(
        models.CharField(max_length=12, choices=Role), default=list, blank=True, verbose_name=_("who signs")
    )
    # The policies that the house starts with were written by nobody.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SignOffPolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("sign-off policies")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="only_these_roles_sign", condition=Q(roles__contained_by=sorted(SIGNING_ROLES))
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.name

    def covers(self, revision: Revision) -> bool:
        """Whether it applies. An empty list in a policy means all."""
        statement = revision.statement
        return (
            _admits(self.severities, [statement.incident.severity])
            and _admits(self.kinds, [statement.kind])
            and _admits(self.channels, revision.channels)
        )


def _admits(listed: Iterable[int | str], given: Iterable[int | str]) -> bool:
    listed = set(listed)
    return not listed or not listed.isdisjoint(given)
