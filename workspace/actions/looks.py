from datetime import datetime

from django.db.models import Max

from accounts.models import User
from common.verdicts import require
from incidents import policy
from incidents.models import Incident
from workspace.briefing import briefed, reported
from workspace.models import Look


def look(incident: Incident, *, until: datetime, by: User) -> Look:
    """Remember that `by` has seen the executive page, which showed the story `until` an entry. Nobody can have
    seen what is not told yet. Raises Refused for whoever is not in the room."""
    require(policy.see(by, incident))
    newest = reported(briefed(incident, by)).aggregate(newest=Max("recorded_at"))["newest"]
    return Look.objects.create(
        incident=incident, person=by, until=min(until, newest or until), clock_at=incident.now()
    )
