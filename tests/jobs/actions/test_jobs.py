from uuid import uuid4

import pytest

from common.verdicts import Refused
from jobs import policy
from jobs.actions.jobs import cancel_job
from jobs.models import Job
from tests.cast import Cast
from tests.jobs.counting import Counting, a_count


def test_two_presses_are_one_job(cast: Cast, counting: Counting) -> None:
    key = uuid4()
    assert a_count(cast.lead, key=key) == a_count(cast.lead, key=key)
    assert a_count(cast.comms, key=key) != a_count(cast.lead, key=key)
    assert Job.objects.count() == 2


def test_one_person_does_not_keep_all_workers_busy(cast: Cast, counting: Counting) -> None:
    jobs = [a_count(cast.lead) for _each in range(policy.MOST)]
    with pytest.raises(Refused, match="You have 3 things in progress"):
        a_count(cast.lead)
    a_count(cast.comms)
    cancel_job(jobs[0], by=cast.lead)
    a_count(cast.lead)


def test_only_who_asked_cancels_and_only_once(cast: Cast, counting: Counting) -> None:
    job = a_count(cast.lead)
    with pytest.raises(Refused, match="Only who asked"):
        cancel_job(job, by=cast.counsel)
    cancel_job(job, by=cast.lead)
    with pytest.raises(Refused, match="over already"):
        cancel_job(job, by=cast.lead)
