"""The number that moves when somebody may read more or less, as other connections see it: so these tests commit.

No deed is done here. Whoever goes past the deeds (a queryset, the admin, raw SQL) has to move it as well.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from incidents.models import Incident, Participant, Role
from tests.cast import Cast, a_room, hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return hire()


@pytest.fixture
def elsewhere(cast: Cast, room: Incident) -> Incident:
    return a_room(cast)


def rights(*rooms: Incident) -> list[int]:
    """As somebody else sees it, who knows nothing of our transaction."""

    def look() -> dict[int, Incident]:
        try:
            return Incident.objects.in_bulk([room.pk for room in rooms])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        seen = other.submit(look).result()
    return [seen[room.pk].rights_version for room in rooms]


def sql(words: str, *values: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(words, values)


Deed = Callable[[Cast, Incident], object]


def place(cast: Cast, room: Incident, name: str = "support") -> Participant:
    return Participant.objects.get(incident=room, person=getattr(cast, name))


def remove(cast: Cast, room: Incident) -> None:
    assert Participant.objects.filter(pk=place(cast, room).pk).update(removed_at=timezone.now()) == 1


def come_back(cast: Cast, room: Incident) -> None:
    assert Participant.objects.filter(incident=room).exclude(removed_at=None).update(removed_at=None) == 1


def another_role(cast: Cast, room: Incident) -> None:
    assert Participant.objects.filter(pk=place(cast, room).pk).update(role=Role.GUEST) == 1


def clear(cast: Cast, room: Incident) -> None:
    assert Participant.objects.filter(pk=place(cast, room).pk).update(is_cleared=True) == 1


def swap(cast: Cast, room: Incident) -> None:
    """Afterwards there are as many of each kind as before, but not the same people."""
    one, two = place(cast, room), place(cast, room, "guest")
    assert one.role != two.role
    sql(
        "UPDATE incidents_participant SET role = CASE id WHEN %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
        *(one.pk, two.role, one.role, one.pk, two.pk),
    )


def give_away(cast: Cast, room: Incident) -> None:
    """The place becomes another person's."""
    sql(
        "UPDATE incidents_participant SET person_id = %s WHERE id = %s",
        cast.stranger.pk,
        place(cast, room).pk,
    )


def save(cast: Cast, room: Incident) -> None:
    changed = place(cast, room)
    changed.role = Role.COMMS
    changed.save()


def delete(cast: Cast, room: Incident) -> None:
    assert Participant.objects.filter(pk=place(cast, room).pk).delete()[0] == 1


def delete_everybody(cast: Cast, room: Incident) -> None:
    sql("DELETE FROM incidents_participant WHERE incident_id = %s", room.pk)


def seat(cast: Cast, room: Incident) -> None:
    by, now = cast.lead, timezone.now()
    Participant.objects.create(
        incident=room, person=cast.stranger, role=Role.GUEST, invited_by=by, invited_at=now
    )


def seat_or_change(cast: Cast, room: Incident) -> None:
    """INSERT … ON CONFLICT that finds the place taken."""
    by, now = cast.lead, timezone.now()
    Participant.objects.bulk_create(
        [Participant(incident=room, person=cast.support, role=Role.GUEST, invited_by=by, invited_at=now)],
        update_conflicts=True,
        unique_fields=["incident", "person"],
        update_fields=["role"],
    )
    assert place(cast, room).role == Role.GUEST


def past_the_guards(cast: Cast, room: Incident) -> None:
    """With everything in the way that raw SQL can put there."""
    sql("SELECT set_config('pgtrigger.ignore', '{incidents_participant:changing_moves_rights}', true)")
    sql("CREATE TEMPORARY TABLE incidents_incident (id bigint, rights_version bigint) ON COMMIT DROP")
    sql("UPDATE incidents_participant SET removed_at = now() WHERE id = %s", place(cast, room).pk)
    sql("DROP TABLE pg_temp.incidents_incident")


EVERY_CHANGE = [
    remove,
    another_role,
    clear,
    swap,
    give_away,
    save,
    delete,
    delete_everybody,
    seat,
    seat_or_change,
    past_the_guards,
]
every_change = pytest.mark.parametrize("change", EVERY_CHANGE)


@every_change
def test_it_moves_with_every_change_and_not_before_its_commit(
    cast: Cast, room: Incident, elsewhere: Incident, change: Deed
) -> None:
    here, there = rights(room, elsewhere)
    with transaction.atomic():
        change(cast, room)
        assert rights(room, elsewhere) == [here, there]
    after, untouched = rights(room, elsewhere)
    assert after > here
    assert untouched == there


@every_change
def test_what_is_taken_back_never_moved_it(cast: Cast, room: Incident, change: Deed) -> None:
    before = rights(room)
    with transaction.atomic():
        change(cast, room)
        transaction.set_rollback(True)
    assert rights(room) == before


def test_coming_back_moves_it_as_going_did(cast: Cast, room: Incident) -> None:
    versions = [rights(room)]
    for change in remove, come_back:
        change(cast, room)
        versions.append(rights(room))
    assert versions[0] < versions[1] < versions[2]


def test_one_statement_moves_it_once_in_every_room_it_touched(
    cast: Cast, room: Incident, elsewhere: Incident
) -> None:
    third = a_room(cast)
    before = rights(room, elsewhere, third)
    assert Participant.objects.filter(incident__in=[room, elsewhere]).update(is_cleared=False) > 2
    moved = [after - was for after, was in zip(rights(room, elsewhere, third), before, strict=True)]
    assert moved == [1, 1, 0]


def test_a_place_that_goes_to_another_room_concerns_both(
    cast: Cast, room: Incident, elsewhere: Incident
) -> None:
    delete(cast, elsewhere)
    here, there = rights(room, elsewhere)
    sql("UPDATE incidents_participant SET incident_id = %s WHERE id = %s", elsewhere.pk, place(cast, room).pk)
    assert rights(room, elsewhere) == [here + 1, there + 1]


def test_an_emptied_table_moves_all(cast: Cast, room: Incident, elsewhere: Incident) -> None:
    here, there = rights(room, elsewhere)
    sql("TRUNCATE incidents_participant")
    assert rights(room, elsewhere) == [here + 1, there + 1]


def note_who_invited(cast: Cast, room: Incident) -> None:
    assert room.participants.update(invited_by=cast.counsel, invited_at=timezone.now()) > 2


def change_nothing(cast: Cast, room: Incident) -> None:
    sql("UPDATE incidents_participant SET role = role, is_cleared = is_cleared, removed_at = removed_at")


def save_as_it_was(cast: Cast, room: Incident) -> None:
    place(cast, room).save()


def touch_nobody(cast: Cast, room: Incident) -> None:
    nobody = room.participants.filter(person=cast.stranger)
    assert nobody.update(role=Role.LEAD) == 0
    nobody.delete()


@pytest.mark.parametrize("deed", [note_who_invited, change_nothing, save_as_it_was, touch_nobody])
def test_it_stays_where_it_is_while_everybody_may_read_what_they_could(
    cast: Cast, room: Incident, deed: Deed
) -> None:
    before = rights(room)
    deed(cast, room)
    assert rights(room) == before


def everywhere(person: User) -> None:
    """From a thread: whoever this is leaves all of their rooms at once."""
    try:
        Participant.objects.filter(person=person).update(removed_at=timezone.now())
    finally:
        connection.close()


def test_two_who_leave_at_the_same_time_move_it_twice(
    cast: Cast, room: Incident, elsewhere: Incident
) -> None:
    """The second waits for the first one's commit; neither is lost."""
    here, there = rights(room, elsewhere)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Participant.objects.filter(person=cast.support).update(removed_at=timezone.now())
            leaving = other.submit(everywhere, cast.guest)
            with pytest.raises(TimeoutError):
                leaving.result(timeout=0.2)
        leaving.result()
    assert rights(room, elsewhere) == [here + 2, there + 2]


def test_whoever_leaves_many_rooms_takes_them_in_the_order_they_were_opened(
    cast: Cast, room: Incident, elsewhere: Incident
) -> None:
    """Wherever they lie on the disk: the first room, written last, lies behind the other. While it is taken, the
    other is still free for whoever took it."""
    Incident.objects.filter(pk=room.pk).update(summary="written last")
    here, there = rights(room, elsewhere)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Incident.objects.lock(room.pk)
            leaving = other.submit(everywhere, cast.guest)
            with pytest.raises(TimeoutError):
                leaving.result(timeout=0.2)
            Incident.objects.select_for_update(nowait=True).get(pk=elsewhere.pk)
        leaving.result()
    assert rights(room, elsewhere) == [here + 1, there + 1]
