"""What templates ask of policies."""

from django import template

from approvals.models import SignOffPolicy
from incidents.models import Incident

register = template.Library()


@register.simple_tag
def demands_of(policy: SignOffPolicy, incident: Incident) -> list[str]:
    """What a policy asks for, each in one phrase, as it is read in `incident`."""
    return [demand.words_in(incident) for demand in policy.demands]
