from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Revision, Statement
from approvals.models.gate import HELD
from approvals.models.statement import rooms_at_work
from common.guards import Guard, append_only
from incidents.models import TEAM, Incident, Participant, TimelineEntry
from publishing.models.glass_gate import ADMIT_BREAK_GLASS
from publishing.models.seats import SECONDERS

if TYPE_CHECKING:
    from accounts.models import User
    from publishing.models.after_review import AfterReview
    from publishing.models.second import Second

# Fewer characters than this is no reason that anybody could judge afterwards.
LEAST_REASON = 20
LONGEST_REASON = 2000


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(revision__statement__incident__in=rooms_at_work(user))

    def broken(self) -> Self:
        """By both."""
        return self.filter(second__isnull=False)

    def unreviewed(self) -> Self:
        return self.broken().filter(after_review__isnull=True)

    def told(self) -> Self:
        """In the order in which they were opened, with their words and people."""
        people = self.select_related("opened_by", "second__person", "after_review__person")
        return people.select_related("revision__statement").order_by("pk")


class BreakGlass(models.Model):
    """One revision, to go out before every desk has signed it, and why. It is broken once a second person has
    said the same (`second`), and is judged afterwards by a third (`after_review`)."""

    revision = models.OneToOneField(Revision, models.PROTECT, related_name="break_glass")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="break_glass")
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(_("reason"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    clock_at = models.DateTimeField(_("opened at"), help_text=_("By the room's clock."))

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_reason_says_something",
                condition=models.Q(reason__regex=rf"\S.{{{LEAST_REASON - 2},}}\S"),
            )
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_break_glass",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=HELD,
                func=ADMIT_BREAK_GLASS,
            ),
        ]

    def __str__(self) -> str:
        return str(self.revision)

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def incident(self) -> Incident:
        return self.statement.incident

    @property
    def seconded(self) -> "Second | None":
        return getattr(self, "second", None)

    @property
    def reviewed(self) -> "AfterReview | None":
        return getattr(self, "after_review", None)

    def still_holds(self, places: list[Participant]) -> bool:
        """Whether both are still who they were, among the `places` of its room. Postgres asks the same."""
        roles = {each.person_id: each.role for each in places if each.is_active and each.person.is_active}
        return (
            self.seconded is not None
            and roles.get(self.opened_by_id) in TEAM
            and roles.get(self.seconded.person_id) in SECONDERS
        )
