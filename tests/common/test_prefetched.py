"""Rows that were fetched along are not asked for again, and are the same rows."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.prefetched import along, rows_of
from incidents.models import Incident
from tests.cast import Cast


def test_rows_that_came_along_are_not_asked_for_again(cast: Cast, room: Incident) -> None:
    fetched = Incident.objects.prefetch_related(along("participants")).get(pk=room.pk)
    with CaptureQueriesContext(connection) as asked:
        assert len(list(rows_of(fetched, "participants"))) > 1
    assert len(asked) == 0
    assert list(rows_of(fetched, "participants")) == list(room.participants.all())


def test_rows_that_did_not_come_along_are_asked_for_now(room: Incident) -> None:
    with CaptureQueriesContext(connection) as asked:
        people = list(rows_of(room, "participants"))
    assert len(asked) == 1
    assert people == list(room.participants.all())


def test_none_having_come_along_is_known_too(cast: Cast, room: Incident) -> None:
    fetched = Incident.objects.prefetch_related(along("statements")).get(pk=room.pk)
    with CaptureQueriesContext(connection) as asked:
        assert list(rows_of(fetched, "statements")) == []
    assert len(asked) == 0


def test_a_path_goes_on_from_what_came_along(cast: Cast, room: Incident) -> None:
    fetched = Incident.objects.prefetch_related(
        along("participants"), along("participants_here__person__participations")
    ).get(pk=room.pk)
    with CaptureQueriesContext(connection) as asked:
        assert all(list(rows_of(each.person, "participations")) for each in rows_of(fetched, "participants"))
    assert len(asked) == 0
