from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from common.verdicts import Refused, require
from exercises import policy
from exercises.models import ImportedPack
from exercises.pack import Pack
from jobs.actions.jobs import start_job
from jobs.models import Job


@transaction.atomic
def start_import(*, slug: str, text: str, by: User, key: UUID | None = None) -> Job:
    """Have a file read to its end; all of it is taken, or nothing. Raises Refused."""
    require(policy.import_pack(by, slug))
    return start_job("import", about=f"{slug}.yaml", wants={"slug": slug, "text": text}, by=by, key=key)


@transaction.atomic
def import_pack(pack: Pack, *, text: str, by: User) -> ImportedPack:
    """Put a pack that was found right beside the others. The same words again are the same version. Raises Refused."""
    require(policy.import_pack(by, pack.slug))
    mine = ImportedPack.objects.filter(slug=pack.slug)
    if (latest := mine.newest().first()) and latest.text == text:
        return latest
    version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            return ImportedPack.objects.create(
                slug=pack.slug, version=version, title=pack.title, text=text, imported_by=by
            )
    except IntegrityError as error:
        raise Refused(
            _("A pack of this name was imported at the same moment. Look at it, then try again.")
        ) from error
