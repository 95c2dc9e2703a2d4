from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from approvals.models.revision import Revision
from approvals.models.statement import Statement

if TYPE_CHECKING:
    from accounts.models import User


class LastSeenQuerySet(models.QuerySet["LastSeen"]):
    def before(self, revision: Revision, person: "User") -> Revision | None:
        """What `person` had seen when they first opened `revision`; None when this is the first they see."""
        seen = self.filter(statement=revision.statement_id, person=person).select_related(
            "revision", "earlier"
        )
        if (row := seen.first()) is None:
            return None
        return row.earlier if row.revision_id == revision.pk else row.revision


class LastSeen(models.Model):
    """The revision a person last opened for review, and the one before it: opening the page a second time
    must not hide what changed."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    earlier = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    objects = LastSeenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "person"], name="one_last_seen_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.revision}"
