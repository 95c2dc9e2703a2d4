from itertools import product

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from incidents.actions.notes import post_note
from incidents.models import TEAM, Incident, Participant, Role, Stream, TimelineEntry
from incidents.story import visible_entries
from tests.cast import Cast, a_room

EVERYONE = {Stream.BRIEFING}
TEAM_AND_EXECUTIVES = EVERYONE | {Stream.WORKING}
CLEARED = TEAM_AND_EXECUTIVES | {Stream.PRIVILEGED}


@pytest.mark.parametrize(
    ("role", "is_cleared", "streams"),
    [
        *((role, False, TEAM_AND_EXECUTIVES) for role in Role if role != Role.GUEST),
        *((role, True, CLEARED) for role in Role if role != Role.GUEST),
        (Role.GUEST, False, EVERYONE),
        (Role.GUEST, True, EVERYONE),  # a tick in the wrong box opens nothing
    ],
    ids=str,
)
def test_what_each_may_read(role: Role, is_cleared: bool, streams: set[Stream]) -> None:
    assert Participant(role=role, is_cleared=is_cleared).streams == streams


def test_the_model_and_the_query_agree_for_every_role_and_clearance(cast: Cast, room: Incident) -> None:
    """`Participant.streams` says what may be read, and the timeline's SQL says it again. They must never differ."""
    elsewhere = a_room(cast)
    for each in room, elsewhere:
        for stream in Stream:
            post_note(each, text="words", by=cast.counsel, stream=stream)
    now = room.now()
    for role, is_cleared, removed_at in product(Role, (False, True), (None, now)):
        person = User.objects.create(username=f"{role}-{is_cleared}-{removed_at}")
        place = Participant.objects.create(
            incident=room,
            person=person,
            role=role,
            is_cleared=is_cleared,
            invited_by=cast.lead,
            invited_at=now,
            removed_at=removed_at,
        )
        seen = TimelineEntry.objects.visible_to(person)
        assert {entry.stream for entry in seen} == place.streams, place
        assert {entry.incident_id for entry in seen} <= {room.pk}
        assert set(visible_entries(room, person)) == set(seen)
        assert Incident.objects.visible_to(person).exists() is (removed_at is None)


def test_a_stranger_sees_no_room_and_no_entry(cast: Cast, room: Incident) -> None:
    assert room.entries.exists()
    assert not Incident.objects.visible_to(cast.stranger).exists()
    assert not TimelineEntry.objects.visible_to(cast.stranger).exists()
    assert not visible_entries(room, cast.stranger).exists()
    assert room.participant(cast.stranger) is None


def test_a_place_in_one_room_opens_no_other(cast: Cast, room: Incident) -> None:
    elsewhere = a_room(cast)
    elsewhere.participants.filter(person=cast.comms).update(removed_at=elsewhere.now())
    assert set(Incident.objects.visible_to(cast.comms)) == {room}
    assert set(TimelineEntry.objects.visible_to(cast.comms).values_list("incident", flat=True)) == {room.pk}


def test_the_team_holds_the_pen() -> None:
    assert {role for role in Role if Participant(role=role).is_team} == TEAM
    assert {Role.EXECUTIVE, Role.GUEST} == set(Role) - TEAM


def test_a_person_has_one_place_in_a_room(cast: Cast, room: Incident) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(
            incident=room, person=cast.comms, role=Role.LEAD, invited_by=cast.lead, invited_at=room.now()
        )
