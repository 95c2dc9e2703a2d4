from typing import Any

from django import template

from accounts.models import User
from jobs.lines import lines_of
from jobs.models import Job

register = template.Library()


@register.inclusion_tag("jobs/_mine.html")
def work_in_progress(person: User) -> dict[str, Any]:
    """What this person has asked for and is still being done, or was until a moment ago."""
    return {"lines": lines_of(person, Job.objects.lately())}
