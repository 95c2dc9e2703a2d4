"""Everything here commits: the hub looks at the room in transactions of its own."""

import pytest

from incidents.models import Incident
from tests.cast import Cast
from tests.races.conftest import house, open_house  # noqa: F401  the cast, and the policies they sign under


@pytest.fixture
def cast(house: Cast) -> Cast:  # noqa: F811
    return house


@pytest.fixture
def room(open_house: Incident) -> Incident:  # noqa: F811
    return open_house
