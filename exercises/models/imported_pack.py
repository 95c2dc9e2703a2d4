from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from common.guards import append_only

BIGGEST = 512 * 1024  # bytes; the pack that ships takes 30 KB for a hundred steps


class ImportedPackQuerySet(models.QuerySet["ImportedPack"]):
    def newest(self) -> Self:
        """Of every name the version that was imported last."""
        later = ImportedPack.objects.filter(slug=OuterRef("slug"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))


class ImportedPack(models.Model):
    """A scenario pack that somebody uploaded, read to its end and found right. It never changes: importing it anew
    makes another version, and what is being played from this one goes on as it began."""

    slug = models.SlugField(_("name"), max_length=50)
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("imported at"), auto_now_add=True)

    objects = ImportedPackQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="one_pack_per_version")]
        triggers = append_only()

    def __str__(self) -> str:
        return self.title
