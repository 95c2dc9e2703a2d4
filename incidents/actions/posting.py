"""What every post has in common: the lock, the question, the press that may come twice."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.verdicts import YES, Verdict, no, require
from incidents import policy
from incidents.entries import Entry
from incidents.models import Incident, TimelineEntry
from incidents.timeline import already_recorded, record


def known_strands(incident: Incident, strands: Iterable[str]) -> Verdict:
    named = set(strands)
    if named and (unknown := named - set(incident.strands.values_list("letter", flat=True))):
        return no(_("This room has no strand %(letters)s.") % {"letters": ", ".join(sorted(unknown))})
    return YES


@transaction.atomic
def post(
    incident: Incident,
    entry: Entry,
    *,
    by: User,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    key: UUID | None = None,
) -> tuple[TimelineEntry, bool]:
    """Put `entry` on the timeline. Returns it and whether this press made it: a second press with the same
    key finds the first one's entry. Raises Refused."""
    strands = list(strands)
    incident = Incident.objects.lock(incident.pk)
    stream = entry.chosen_stream()
    if earlier := already_recorded(
        by,
        key,
        incident=incident,
        type=entry.type,
        stream=stream,
        payload=entry.to_payload(),
        occurred_at=occurred_at,
        strands=sorted(strands),
    ):
        return earlier, False
    require(policy.post(by, incident, stream))
    require(policy.happened(incident, occurred_at))
    require(known_strands(incident, strands))
    return record(incident, entry, by=by, occurred_at=occurred_at, strands=strands, key=key), True
