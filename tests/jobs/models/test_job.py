"""What Postgres says to those who write past the actions."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from jobs.actions.jobs import cancel_job
from jobs.models import Job
from tests.cast import Cast
from tests.jobs.counting import Counting, a_count


def test_what_is_over_stays_over(cast: Cast, counting: Counting) -> None:
    job = cancel_job(a_count(cast.lead), by=cast.lead)
    for change in ({"ended_at": None, "cancelled_at": None}, {"done": 1}, {"result": {"room": 1}}):
        with pytest.raises(DatabaseError, match="is over"), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**change)


def test_a_job_never_goes_back(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    Job.objects.filter(pk=job.pk).update(done=2)
    with pytest.raises(DatabaseError, match="does not go back"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(done=1)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"done": 4}, "no_job_does_more_than_all"),
        ({"cancelled_at": timezone.now()}, "a_job_ends_in_one_way"),
        ({"failure": "Because."}, "a_job_ends_in_one_way"),
        (
            {"ended_at": timezone.now(), "cancelled_at": timezone.now(), "failure": "Because."},
            "a_job_ends_in_one_way",
        ),
    ],
)
def test_a_job_ends_in_one_way_or_not_at_all(
    cast: Cast, counting: Counting, change: dict[str, object], rule: str
) -> None:
    job = a_count(cast.lead)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**change)
