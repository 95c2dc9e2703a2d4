import pytest

from incidents.models import Incident


@pytest.fixture
def room_url(room: Incident) -> str:
    return f"/rooms/{room.pk}/timeline/"
