"""A house whose rows are committed, so that threads with connections of their own can fight over them."""

import pytest

from approvals.models import SignOffPolicy
from incidents.models import Incident
from tests.cast import Cast, a_room, hire


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, and the policies that a migration wrote and the last transactional test emptied out."""
    if not SignOffPolicy.objects.exists():
        SignOffPolicy.objects.create(name="Comms and legal", roles=["comms", "legal"])
        SignOffPolicy.objects.create(name="Executive on SEV1", severities=[1], roles=["executive"])
    return hire()


@pytest.fixture
def open_house(house: Cast) -> Incident:
    """A room in it."""
    return a_room(house)
