from uuid import uuid4

import pytest

from accounts.models import User
from common.verdicts import Refused
from exercises.actions.replays import start_replay
from exercises.library import volumes
from jobs.models import Job
from tests.cast import Cast


def test_only_who_is_cleared_on_duty_clears_others(cast: Cast) -> None:
    (volume,) = volumes()
    for who in (cast.comms, cast.executive, cast.guest, cast.stranger):
        with pytest.raises(Refused, match="Only someone cleared"):
            start_replay(volume, by=who)
    assert not Job.objects.exists()
    start_replay(volume, by=cast.counsel)


def test_a_cast_that_is_not_here_is_named(cast: Cast) -> None:
    User.objects.filter(username="support").update(is_active=False)
    (volume,) = volumes()
    with pytest.raises(Refused, match="login support"):
        start_replay(volume, by=cast.lead)


def test_two_presses_are_one_replay(cast: Cast) -> None:
    (volume,) = volumes()
    key = uuid4()
    assert start_replay(volume, by=cast.lead, key=key) == start_replay(volume, by=cast.lead, key=key)
