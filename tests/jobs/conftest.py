from collections.abc import Iterator

import pytest

from jobs.kinds import kind_of
from jobs.models import Job
from tests.jobs.counting import Counting


@pytest.fixture
def counting() -> Iterator[Counting]:
    kind = kind_of(Job(kind="counting"))
    assert isinstance(kind, Counting)
    yield kind
    kind.__init__()  # type: ignore[misc]
