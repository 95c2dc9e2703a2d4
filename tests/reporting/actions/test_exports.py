from datetime import timedelta

import pytest
from django.utils import timezone

from common.verdicts import Refused
from incidents.actions.participants import change_participant, remove_participant
from incidents.models import Incident, Role
from jobs.actions import work
from jobs.actions.jobs import cancel_job
from jobs.models import Job, JobState
from reporting.actions.exports import clear_exports, start_export
from reporting.models import Export, ExportPiece
from tests.cast import Cast
from tests.reporting.copies.copying import made


def test_a_stranger_takes_nothing(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="not in this room"):
        start_export(room, by=cast.stranger)
    assert not Export.objects.exists()


def test_a_new_copy_takes_the_place_of_the_one_before(cast: Cast, room: Incident) -> None:
    first, others = made(room, cast.comms), made(room, cast.counsel)
    second = made(room, cast.comms)
    assert set(Export.objects.all()) == {others, second}
    assert not ExportPiece.objects.filter(export=first.pk).exists()


def test_two_presses_are_one_copy(cast: Cast, room: Incident) -> None:
    from uuid import uuid4

    key = uuid4()
    assert start_export(room, by=cast.lead, key=key) == start_export(room, by=cast.lead, key=key)
    assert Export.objects.count() == 1


@pytest.mark.parametrize("how", ["removed", "downgraded"])
def test_who_loses_their_place_meanwhile_gets_no_copy(cast: Cast, room: Incident, how: str) -> None:
    job = start_export(room, by=cast.counsel)
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    place = room.participant(cast.counsel)
    assert place
    if how == "removed":
        remove_participant(place, by=cast.lead)
    else:
        change_participant(place, role=Role.LEGAL, is_cleared=False, by=cast.lead)
    work.step(job.pk, taken.lease)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.done) == (JobState.FAILED, 1)
    assert clear_exports() == 1
    assert not ExportPiece.objects.exists()


def test_what_nobody_can_fetch_any_more_is_thrown_away(cast: Cast, room: Incident) -> None:
    kept, late = made(room, cast.lead), made(room, cast.comms)
    cancelled = start_export(room, by=cast.counsel)
    cancel_job(cancelled, by=cast.counsel)
    going_on = start_export(room, by=cast.support)
    Export.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert clear_exports() == 2
    assert set(Export.objects.values_list("pk", flat=True)) == {
        kept.pk,
        Export.objects.get(job=going_on).pk,
    }


def test_a_worker_a_step_makes_the_same_copy(cast: Cast, room: Incident) -> None:
    from reporting.copies.archive import archive
    from tests.reporting.copies.copying import unpacked

    whole = unpacked(b"".join(archive(made(room, cast.counsel))))
    job = start_export(room, by=cast.legal)
    while not Job.objects.get(pk=job.pk).is_over:
        taken = work.take(job.pk)
        assert taken and taken.lease
        work.step(job.pk, taken.lease)
        Job.objects.going_on().filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    pieces = unpacked(b"".join(archive(Export.objects.get(job=job))))
    del whole["README.txt"], pieces["README.txt"]
    assert pieces == whole
