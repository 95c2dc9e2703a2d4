from uuid import UUID

from django.db import transaction

from accounts.models import User
from approvals.models import Statement
from common.verdicts import require
from incidents.models import Incident, Stream
from jobs.actions.jobs import start_job
from jobs.models import Job
from reporting import policy
from reporting.copies import chain
from reporting.copies.plan import Plan
from reporting.models import Export


@transaction.atomic
def start_export(incident: Incident, *, by: User, key: UUID | None = None) -> Job:
    """Have a copy made of what `by` may read in this room up to this moment. It takes the place of the copies of it
    that they had before. Raises Refused."""
    incident = Incident.objects.get(pk=incident.pk)
    require(policy.export(by, incident))
    place = incident.participant(by)
    assert place is not None, "the policy has just asked"
    heads = {stream: n for stream, n in incident.heads().items() if stream in place.streams}
    plan = Plan.of(
        place.streams,
        entries=sum(heads.values()),
        statements=Statement.objects.filter(incident=incident).count(),
    )
    wants = {"room": incident.pk, "plan": plan.to_json()}
    job = start_job("export", about=incident.title, wants=wants, total=len(plan), by=by, key=key)
    if not Export.objects.filter(job=job).exists():  # else this press came before
        Export.objects.of(by).filter(incident=incident).kept().delete()
        Export.objects.create(
            job=job,
            incident=incident,
            person=by,
            streams=sorted(place.streams),
            heads=heads,
            has_chain=Stream.PRIVILEGED in place.streams and chain.is_for(by),
        )
    return job


def clear_exports() -> int:
    """Throw away the copies whose time is over, and those that never became whole. Returns how many."""
    over = Export.objects.over()
    count = over.count()
    over.delete()
    return count
