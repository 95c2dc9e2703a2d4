"""The fixed cast. Every test speaks of these people, and the stranger is always among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts.models import User
from approvals.models import Demand, Occasion, SignOffPolicy
from incidents.actions.rooms import open_room
from incidents.models import DutyAssignment, Incident, Kind, Role, Severity

PASSWORD = "warroom"


@lru_cache(maxsize=1)
def hashed() -> str:
    return make_password(PASSWORD)


@dataclass(frozen=True)
class Cast:
    lead: User
    comms: User
    counsel: User
    legal: User
    support: User
    executive: User
    guest: User
    stranger: User


# username, name, role on duty (None: nobody calls them), cleared
PEOPLE = [
    ("lead", "Social media lead", Role.LEAD, True),
    ("comms", "Corporate communications", Role.COMMS, False),
    ("counsel", "Associate General Counsel", Role.LEGAL, True),
    ("legal", "Legal team", Role.LEGAL, True),
    ("support", "Customer service", Role.SUPPORT, False),
    ("executive", "Management", Role.EXECUTIVE, False),
    ("guest", "Outside agency", Role.GUEST, False),
    ("stranger", "Somebody else", None, False),
]


def settle() -> None:
    """The policies that a migration wrote, if a transactional test has emptied their table since."""
    if not SignOffPolicy.objects.exists():
        a_policy("Comms and legal", "comms", "legal")
        a_policy("Executive on SEV1", "executive", severities=[1])
        a_policy("Correction", "legal", occasion=Occasion.CORRECTION)


def a_policy(name: str, *roles: str, asks: Iterable[Demand] = (), **fields: Any) -> SignOffPolicy:
    """A policy that asks for one signature of each of these desks, and for what else it `asks`."""
    demands = [*(Demand(role, ()) for role in roles), *asks]
    return SignOffPolicy.objects.create(
        name=name, slots=[demand.to_element() for demand in demands], **fields
    )


def hire() -> Cast:
    """Create the cast and put everyone but the stranger on duty."""
    people = {}
    for username, name, role, cleared in PEOPLE:
        people[username] = User.objects.create(username=username, name=name, password=hashed())
        if role:
            DutyAssignment.objects.create(person=people[username], role=role, is_cleared=cleared)
    return Cast(**people)


def a_room(
    cast: Cast, *, severity: Severity = Severity.SEV2, title: str = "Letter to a fan site"
) -> Incident:
    """A room that the lead opened and everyone but the stranger is in."""
    return open_room(title=title, severity=severity, kind=Kind.LEGAL_THREAT, by=cast.lead)
