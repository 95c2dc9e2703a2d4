from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from incidents.actions.notes import post_note
from incidents.models import Incident, Kind, Severity, Stream
from tests.cast import Cast


def test_its_heads_are_the_last_numbers_given(cast: Cast, room: Incident) -> None:
    before = room_heads(room)
    post_note(room, text="words", by=cast.counsel, stream=Stream.PRIVILEGED)
    post_note(room, text="words", by=cast.counsel)
    after = room_heads(room)
    assert after == {**before, "privileged": 1, "working": before["working"] + 1}


def room_heads(room: Incident) -> dict[str, int]:
    return Incident.objects.get(pk=room.pk).heads()


def test_its_clock_is_the_time_less_its_offset() -> None:
    room = Incident(clock_offset=timedelta(days=10, seconds=0.5))
    assert abs(timezone.now() - room.now() - room.clock_offset) < timedelta(seconds=1)
    assert room.clock_offset_ms == 864_000_500


def test_only_an_exercise_can_have_another_time(cast: Cast, room: Incident) -> None:
    with pytest.raises(IntegrityError, match="only_an_exercise_has_its_own_clock"), transaction.atomic():
        Incident.objects.filter(pk=room.pk).update(clock_offset=timedelta(days=1))


def test_one_press_opens_one_room_whatever_the_code_says(cast: Cast) -> None:
    def insert(key: object) -> None:
        Incident.objects.create(
            title="Fire",
            severity=Severity.SEV2,
            kind=Kind.OTHER,
            opened_by=cast.lead,
            opened_at=timezone.now(),
            opening_key=key,
        )

    key = uuid4()
    insert(None)
    insert(None)
    insert(key)
    with pytest.raises(IntegrityError, match="one_room_per_opening_key"), transaction.atomic():
        insert(key)
