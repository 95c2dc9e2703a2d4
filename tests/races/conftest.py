"""A house whose rows are committed, so that threads with connections of their own can fight over them."""

import pytest

from incidents.models import Incident
from tests.cast import Cast, a_room, hire, settle


@pytest.fixture
def house(transactional_db: None) -> Cast:
    """The cast, and the policies that a migration wrote and the last transactional test emptied out."""
    settle()
    return hire()


@pytest.fixture
def open_house(house: Cast) -> Incident:
    """A room in it."""
    return a_room(house)
