from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from approvals import policy
from approvals.models import BIGGEST, Attachment, kind_of
from common.verdicts import Refused, require
from incidents.models import Incident

LONGEST_NAME = 120


@transaction.atomic
def add_attachment(incident: Incident, *, name: str, content: bytes, by: User) -> Attachment:
    """Put a file into the room, so that a revision can enclose it. The same file twice is one. No entry: it says
    nothing until a revision does. Raises Refused for what is too big or no picture and no PDF, whatever it is
    called."""
    incident = Incident.objects.lock(incident.pk)
    require(policy.draft(by, incident))
    if len(content) > BIGGEST:
        raise Refused(_("This file is larger than 5 MB."))
    if not (kind := kind_of(content)):
        raise Refused(_("Only pictures (PNG, JPEG, WebP) and PDF files can be attached."))
    attachment, _is_new = Attachment.objects.get_or_create(
        incident=incident,
        sha256=Attachment.digest(content),
        name=name[-LONGEST_NAME:],
        defaults={
            "content_type": kind,
            "content": content,
            "uploaded_by": by,
            "clock_at": incident.now(),
        },
    )
    return attachment
