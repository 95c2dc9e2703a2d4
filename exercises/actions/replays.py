from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.verdicts import Refused, require
from exercises import policy
from exercises.casting import cast
from exercises.library import Volume
from exercises.replay import HALFWAY, cut
from jobs.actions.jobs import start_job
from jobs.models import Job


@transaction.atomic
def start_replay(
    volume: Volume, *, speed: float = 0, halfway: bool = False, by: User, key: UUID | None = None
) -> Job:
    """Have a pack played into an exercise that `by` leads. `speed` is in minutes of the story per minute, 0 plays
    it all at once. Raises Refused."""
    pack = volume.pack
    require(policy.replay(by, pack))
    try:
        people = cast(pack, lead=by)
    except LookupError as missing:
        raise Refused(_("This pack cannot be cast: %(why)s.") % {"why": missing.args[0]}) from missing
    until = HALFWAY if halfway and pack.halfway else None
    return start_job(
        "replay",
        about=pack.title,
        wants={
            "slug": pack.slug,
            "imported": volume.imported.pk if volume.imported else None,
            "steps": len(pack.steps),
            "speed": speed,
            "until": until,
            "people": {part: person.pk for part, person in people.items()},
        },
        total=cut(pack, until).index,
        by=by,
        key=key,
    )
