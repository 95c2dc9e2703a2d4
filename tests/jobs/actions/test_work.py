"""Whatever becomes of a worker, each step is done once."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from common.verdicts import Refused
from incidents.models import DutyAssignment
from jobs.actions import work
from jobs.actions.jobs import cancel_job
from jobs.kinds import Failed
from jobs.models import MOST_TRIES, Job, JobState
from tests.cast import Cast
from tests.jobs.counting import Counting, a_count, counted

THREE = ["counted-0", "counted-1", "counted-2"]


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_step_by_step_and_says_what_came_of_it(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    assert (job.state, job.done, job.total) == (JobState.WAITING, 0, 3)
    work.work_on(job.pk)
    job = again(job)
    assert (job.state, job.done, job.result) == (JobState.DONE, 3, {"counted": 3})
    assert counted() == THREE
    assert "text" not in job.wants
    assert (job.lease, job.leased_until) == (None, None)


def test_a_task_that_comes_twice_changes_nothing(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    for _each in range(3):
        work.work_on(job.pk)
    assert counted() == THREE


def test_nobody_takes_what_a_living_worker_has(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    assert work.find_work() == [job.pk]
    assert work.take(job.pk) is not None
    assert work.find_work() == []
    assert work.take(job.pk) is None
    work.work_on(job.pk)
    assert counted() == []


def test_when_a_worker_is_silent_another_goes_on_where_it_was(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    first = work.take(job.pk)
    assert first and first.lease and work.step(job.pk, first.lease)
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))

    assert work.find_work() == [job.pk]
    work.work_on(job.pk)
    assert (again(job).state, counted()) == (JobState.DONE, THREE)
    # The first one wakes up.
    assert not work.step(job.pk, first.lease)
    assert not work.give_back(job.pk, first.lease)
    assert counted() == THREE


def test_a_worker_whose_lease_is_another_ones_does_nothing(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    assert work.take(job.pk)
    assert not work.step(job.pk, uuid4())
    assert counted() == []


def test_a_step_that_fails_leaves_nothing_behind_and_says_why(cast: Cast, counting: Counting) -> None:
    def breaks(job: Job) -> None:
        job.memory["half"] = "done"
        if job.done == 1:
            raise Failed("This is why.", ["line 1"])

    counting.breaks = breaks
    job = a_count(cast.lead)
    work.work_on(job.pk)
    job = again(job)
    assert (job.state, job.done, job.failure, job.problems) == (
        JobState.FAILED,
        1,
        "This is why.",
        ["line 1"],
    )
    assert counted() == ["counted-0"]
    assert not DutyAssignment.objects.filter(person__username="counted-1").exists()


def test_a_refusal_is_shown_and_a_bug_is_logged_without_its_words(
    cast: Cast, counting: Counting, caplog: pytest.LogCaptureFixture
) -> None:
    def refuses(job: Job) -> None:
        raise Refused("You may not.")

    def breaks(job: Job) -> None:
        raise ValueError("canary: what counsel wrote")

    counting.breaks = refuses
    job = a_count(cast.lead)
    work.work_on(job.pk)
    assert again(job).failure == "You may not."

    counting.breaks = breaks
    with caplog.at_level(logging.INFO):
        job = a_count(cast.lead)
        work.work_on(job.pk)
    assert again(job).failure.startswith("Something broke on our side.")
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text + again(job).failure


def test_a_database_that_is_away_fails_nothing(cast: Cast, counting: Counting) -> None:
    def away(job: Job) -> None:
        raise OperationalError("the connection is lost")

    counting.breaks = away
    job = a_count(cast.lead)
    with pytest.raises(OperationalError):
        work.work_on(job.pk)
    assert again(job).state == JobState.RUNNING
    counting.breaks = None
    Job.objects.filter(pk=job.pk).update(leased_until=None)
    work.work_on(job.pk)
    assert counted() == THREE


def test_what_kills_worker_after_worker_is_over_one_day(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    for _each in range(MOST_TRIES):
        assert work.take(job.pk)
        Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    work.work_on(job.pk)
    assert again(job).state == JobState.FAILED
    assert "again and again" in again(job).failure
    assert work.find_work() == []


def test_tries_are_counted_afresh_after_every_step(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead, to=2 * MOST_TRIES)
    for _each in range(2 * MOST_TRIES):
        taken = work.take(job.pk)
        assert taken and taken.lease
        work.step(job.pk, taken.lease)
        Job.objects.going_on().filter(pk=job.pk).update(leased_until=None)
    assert again(job).state == JobState.DONE


def test_who_cancels_keeps_what_was_done(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    cancel_job(job, by=cast.lead)
    assert not work.step(job.pk, taken.lease)
    work.work_on(job.pk)
    assert (again(job).state, counted()) == (JobState.CANCELLED, ["counted-0"])


def test_a_long_look_ahead_notices_that_it_was_cancelled(cast: Cast, counting: Counting) -> None:
    seen: list[int] = []

    def prepares(job: Job, tell: object) -> None:
        tell(1, 9)  # type: ignore[operator]
        seen.append(again(job).done)
        cancel_job(job, by=cast.lead)
        counting.prepares = None
        work._teller(job.pk, again(job).lease or uuid4())(2, 9)

    counting.prepares = prepares
    job = a_count(cast.lead, to=9)
    work.work_on(job.pk)
    assert seen == [1]
    assert (again(job).state, counted()) == (JobState.CANCELLED, [])


def test_nothing_is_done_for_an_account_that_was_closed(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    cast.lead.is_active = False
    cast.lead.save()
    work.work_on(job.pk)
    assert (again(job).state, counted()) == (JobState.FAILED, [])


def test_what_is_due_later_waits_for_its_time(cast: Cast, counting: Counting) -> None:
    counting.breaks = lambda job: None
    job = a_count(cast.lead)
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() + timedelta(minutes=1))
    work.work_on(job.pk)
    assert (work.find_work(), counted()) == ([], [])
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
    assert work.find_work() == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_the_step_and_its_number_are_one_commit(cast: Cast, counting: Counting) -> None:
    """Seen from another connection, as after a kill: either both are there or neither."""
    from concurrent.futures import ThreadPoolExecutor

    def outside() -> tuple[int, int]:
        try:
            return Job.objects.get().done, len(counted())
        finally:
            connection.close()

    seen: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as pool:
        counting.breaks = lambda job: seen.append(pool.submit(outside).result())
        work.work_on(a_count(cast.lead).pk)
        seen.append(pool.submit(outside).result())
    assert seen == [(0, 0), (1, 1), (2, 2), (3, 3)]
