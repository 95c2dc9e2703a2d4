from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals.models.gate import CORRECTS_ITS_LIKE
from common.guards import Guard
from incidents.models import Incident, Participant, Role, TimelineEntry

if TYPE_CHECKING:
    from accounts.models import User
    from approvals.models.review import Review
    from approvals.models.revision import Revision


class StatementKind(models.TextChoices):
    HOLDING = "holding", _("Holding statement")
    POST = "post", _("Social post")
    REPLY = "reply", _("Reply")
    PRESS = "press", _("Press statement")
    LETTER = "letter", _("Letter")
    LINE = "line", _("Line to take")


class StatementState(models.TextChoices):
    """Where a statement's current revision stands. Never stored: it follows from the rows about it."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for sign-off")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    TAKEN_BACK = "taken_back", _("Rests on a refuted fact")
    SIGNED = "signed", _("Signed")
    PUBLISHED = "published", _("Published")


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, user: "User") -> Self:
        """Statements of the rooms whose working stream `user` may read: everyone there but guests."""
        return self.filter(incident__in=rooms_at_work(user))

    def unsaid(self) -> Self:
        """Those of which nothing is out, on any channel or as a line."""
        # What went out belongs to the floor above and is only counted here, by the name of its relations.
        return self.filter(publications=None).exclude(revisions__line_uses__isnull=False)

    def hold(self, statement: "Statement") -> "Statement":
        """The room and then the statement, both locked until the transaction ends; both freshly read."""
        room = Incident.objects.lock(statement.incident_id)
        held = self.select_for_update().get(pk=statement.pk)
        held.incident = room
        return held

    def told(self) -> Self:
        """With everything that is asked of a statement on a desk, in a constant number of queries."""
        from approvals.models.revision import Revision

        authors = Revision.objects.filter(statement=OuterRef("pk")).order_by().values("author_id").distinct()
        return (
            # Not the room: fetched by itself it is one object for all its statements, with its people once.
            self.select_related("created_by", "entry")
            .annotate(author_ids=ArraySubquery(authors))
            .prefetch_related(
                "incident__participants__person",
                Prefetch("revisions", Revision.objects.current().told(), "current_revisions"),
                Prefetch("revisions", Revision.objects.held_up(), "held_up_revisions"),
            )
        )


def rooms_at_work(user: "User") -> "models.QuerySet[Participant, Any]":
    """Ids of the rooms whose working stream `user` may read."""
    return Participant.objects.active().filter(person=user).exclude(role=Role.GUEST).values("incident")


class Statement(models.Model):
    """Something we intend to say. Its words are in its revisions; this is what they have in common."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="statements")
    # The entry that tells of the draft. Later entries about the statement refer to it. Null only while the
    # drafting deed runs: the entry names the statement.
    entry = models.OneToOneField(TimelineEntry, models.PROTECT, null=True, related_name="statement")
    # What it takes back, when it is a correction.
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=StatementKind)
    strands = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("drafted at"), help_text=_("By the room's clock."))

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = [
            Guard(
                name="corrects_its_like",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CORRECTS_ITS_LIKE,
            ),
            # What decides which desks must sign does not change under their sign-offs.
            Guard(
                name="keeps_its_kind",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("incident", "kind", "strands", "created_by", "corrects"),
                func="RAISE EXCEPTION 'a statement keeps its room and its kind' USING ERRCODE = 'WR001';",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("statement", args=[self.pk])

    @cached_property
    def correction(self) -> "Statement | None":
        """What takes it back, if anything does: of several, the last."""
        return max(self.corrections.all(), key=lambda each: each.pk, default=None)

    @property
    def current(self) -> "Revision":
        """The latest revision. Raises Revision.DoesNotExist while the drafting deed still runs."""
        if fetched := self.__dict__.get("current_revisions"):
            return fetched[0]
        return self.revisions.select_related("author").latest("number")

    @cached_property
    def author_ids(self) -> list[int]:
        """Everyone who wrote any revision: none of them may sign."""
        return list(self.revisions.values_list("author_id", flat=True).distinct().order_by())

    @property
    def blocking(self) -> "list[Review]":
        """Every comment on any revision that had to be settled first, whether or not it has been."""
        held_up = self.__dict__.get("held_up_revisions")
        if held_up is None:
            held_up = self.revisions.held_up()
        return [review for revision in held_up for review in revision.blocking]

    @property
    def state(self) -> StatementState:
        return self.current.state
