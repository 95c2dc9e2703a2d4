from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals.models import Channel, Revision, Statement
from approvals.models.gate import HELD
from common.guards import Guard, append_only
from incidents.models import Incident, Participant, TimelineEntry
from publishing.models.break_glass import BreakGlass
from publishing.models.gate import ADMIT_PUBLICATION

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from publishing.models.reach_snapshot import ReachSnapshot


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: "User") -> Self:
        """What went out is for everyone in the room."""
        return self.filter(incident__in=Participant.objects.active().filter(person=user).values("incident"))

    def told(self) -> Self:
        """In the order in which they went out, with their words, people and counts."""
        from publishing.models.flag import Flag

        flags = Flag.objects.filter(publication=OuterRef("pk")).order_by("clock_at")
        people_and_words = self.select_related("statement", "revision", "entry", "published_by")
        return (
            people_and_words.annotate(flagged_at=Subquery(flags.values("clock_at")[:1]))
            .prefetch_related("snapshots")
            .order_by("published_at", "pk")
        )


class Publication(models.Model):
    """One revision, sent to one channel. By hand in this version, and in an exercise in every version: a
    person posted the words elsewhere and wrote down where."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="publications")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="publications")
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, related_name="publication")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    url = models.URLField(_("live at"), max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("went out at"))
    clock_at = models.DateTimeField(_("recorded at"), help_text=_("By the room's clock."))
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Set when it went out before every desk had signed it.
    break_glass = models.ForeignKey(BreakGlass, models.PROTECT, null=True, related_name="publications")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "channel"], name="one_publication_per_channel"),
            models.CheckConstraint(
                name="a_link_to_the_web", condition=Q(url="") | Q(url__regex=r"^https?://")
            ),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="admits_publication",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[*HELD, ("glass", "bigint")],
                func=ADMIT_PUBLICATION,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}, {self.get_channel_display()}"

    @property
    def text(self) -> str:
        """The words as they went out there."""
        return self.revision.text_for(self.channel)

    @cached_property
    def flagged_at(self) -> "datetime | None":
        """When a fact that it rests on was taken back, by the room's clock; None while it stands."""
        return min((flag.clock_at for flag in self.flags.all()), default=None)

    @property
    def reach(self) -> "ReachSnapshot | None":
        """The latest count, or None."""
        return max(self.snapshots.all(), key=lambda count: (count.counted_at, count.pk), default=None)
