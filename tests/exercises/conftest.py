"""Playing a whole pack takes seconds, so the rooms here are played once per module, and tests only look."""

from collections.abc import Iterator, Mapping

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from accounts.models import User
from exercises import casting, demo
from exercises.pack import Pack
from exercises.replay import HALFWAY, play
from exercises.shelf import find_pack
from incidents.models import Incident


@pytest.fixture(scope="session")
def ranger_station() -> Pack:
    return find_pack("ranger-station-fire")


@pytest.fixture(scope="module")
def troupe(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, ranger_station: Pack
) -> Iterator[Mapping[str, User]]:
    """The cast, with its accounts, around everything the module does: each test's own transaction is a
    savepoint in this one, which is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.seed_people(ranger_station)
        yield casting.cast(ranger_station)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def the_whole_pack(ranger_station: Pack, troupe: Mapping[str, User]) -> Incident:
    room = play(ranger_station, people=troupe)
    assert room is not None
    return room


@pytest.fixture(scope="module")
def half_the_pack(ranger_station: Pack, troupe: Mapping[str, User]) -> Incident:
    room = play(ranger_station, people=troupe, until=HALFWAY)
    assert room is not None
    return room


@pytest.fixture
def played(the_whole_pack: Incident, db: None) -> Incident:
    """The room after the last step."""
    return Incident.objects.get(pk=the_whole_pack.pk)


@pytest.fixture
def half_played(half_the_pack: Incident, db: None) -> Incident:
    """The room just before counsel signs the public statement."""
    return Incident.objects.get(pk=half_the_pack.pk)
