"""Fixtures that every test may ask for."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import translation

from incidents.models import Incident
from tests.cast import Cast, a_room, hire


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of an xdist_group on one worker. xdist 3.8 means to, but writes the group where pytest 9.2 no
    longer looks for it."""
    if not getattr(config.option, "loadgroup", False):
        return
    for item in items:
        if mark := item.get_closest_marker("xdist_group"):
            group = mark.kwargs.get("name") or mark.args[0]
            item._id = type(item._id).parse(f"{item.nodeid}@{group}")  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """Let Django empty tables between transactional tests: it truncates them, and ours refuse that."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) "
            "FROM pg_trigger WHERE tgname LIKE 'pgtrigger_never_truncated%'"
        )
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request in another language leaves its thread speaking it; the next test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return hire()


@pytest.fixture
def room(cast: Cast) -> Incident:
    return a_room(cast)
