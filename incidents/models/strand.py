from django.conf import settings
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


def letter_for(position: int) -> str:
    """ "A" for 0, "Z" for 25, "AA" for 26: the letters of a spreadsheet's columns."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def gather_strands(incident: Incident) -> None:
    """Let `incident.strands.all()` answer from memory from here on, with the owners: a page has many forms, and
    each of them offers the strands."""
    prefetch_related_objects([incident], Prefetch("strands", Strand.objects.select_related("owner")))


class Strand(models.Model):
    """A named sub-issue with its own owner and position, so that one bad demand cannot sink a good one."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="strands")
    letter = models.CharField(max_length=3, editable=False)
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    position = models.TextField(_("our position"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "letter"], name="one_strand_per_letter")]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"
