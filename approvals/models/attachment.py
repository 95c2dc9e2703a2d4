import hashlib
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from approvals.models.statement import rooms_at_work
from common.guards import append_only
from incidents.models import Incident

if TYPE_CHECKING:
    from accounts.models import User

BIGGEST = 5 * 1024 * 1024  # bytes
MAGIC: dict[str, tuple[tuple[int, bytes], ...]] = {  # each kind by the bytes that stand at these places
    "image/png": ((0, b"\x89PNG\r\n\x1a\n"),),
    "image/jpeg": ((0, b"\xff\xd8\xff"),),
    "image/webp": ((0, b"RIFF"), (8, b"WEBP")),
    "application/pdf": ((0, b"%PDF-"),),
}


def kind_of(content: bytes) -> str:
    """What a file is by its first bytes, whatever it calls itself; empty when it is none of ours."""
    for kind, signs in MAGIC.items():
        if all(content[at : at + len(sign)] == sign for at, sign in signs):
            return kind
    return ""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(incident__in=rooms_at_work(user))

    def listed(self) -> Self:
        """Without the content, which only a download needs."""
        return self.defer("content")


class Attachment(models.Model):
    """A file that goes out with words. Kept as it came; what it is called and what it holds never change."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(max_length=20, choices=[(kind, kind) for kind in MAGIC])
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    clock_at = models.DateTimeField(_("added at"), help_text=_("By the room's clock."))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "sha256", "name"], name="one_attachment_per_name_and_content"
            ),
            models.CheckConstraint(
                name="an_attachment_is_a_picture_or_a_pdf", condition=Q(content_type__in=list(MAGIC))
            ),
            models.CheckConstraint(
                name="an_attachment_is_what_its_digest_says",
                condition=Q(
                    sha256=models.Func(
                        models.Func(models.F("content"), function="sha256"),
                        models.Value("hex"),
                        function="encode",
                        output_field=models.CharField(),
                    )
                ),
            ),
            models.CheckConstraint(
                name="an_attachment_is_not_too_big",
                condition=LessThanOrEqual(
                    models.Func(
                        models.F("content"), function="octet_length", output_field=models.IntegerField()
                    ),
                    BIGGEST,
                ),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest(content: bytes) -> str:
        return hashlib.sha256(content).hexdigest()

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")
