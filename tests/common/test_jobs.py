import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from common import jobs

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_job_is_kicked_after_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    kicked: list[tuple[str, tuple[int, ...]]] = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, args: kicked.append((name, args)))
    with transaction.atomic():
        jobs.enqueue("incidents.tasks.note_missed_promises", 12)
        assert kicked == []
    assert kicked == [("incidents.tasks.note_missed_promises", (12,))]


def test_a_broker_that_is_gone_fails_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str, args: tuple[int, ...]) -> None:
        raise OperationalError

    monkeypatch.setattr(jobs.current_app, "send_task", gone)
    with transaction.atomic():
        jobs.enqueue("incidents.tasks.note_missed_promises")
