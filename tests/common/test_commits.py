import logging

import pytest
from django.db import transaction

from common.commits import after_commit

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_waits_for_the_commit() -> None:
    said: list[str] = []
    with transaction.atomic():
        after_commit(lambda: said.append("changed"))
        assert said == []
    assert said == ["changed"]


def test_a_rollback_says_nothing() -> None:
    said: list[str] = []
    with pytest.raises(RuntimeError), transaction.atomic():
        after_commit(lambda: said.append("changed"))
        raise RuntimeError
    assert said == []


def test_a_failure_is_logged_undoes_nothing_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []
    with caplog.at_level(logging.ERROR), transaction.atomic():
        after_commit(lambda: 1 / 0)
        after_commit(lambda: said.append("changed"))
    assert said == ["changed"]
    assert "division by zero" in caplog.text
