"""Journeys: several people, each in a browser of their own, in one running house."""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError
from django.test import TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.cast import PASSWORD, Cast, hire, settle
from tests.journeys.house import running

# Playwright's own loop runs in this thread; Django would otherwise refuse the tests' plain queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rows are really committed, for the house to see, and swept away after each journey."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of the running product. Started before Playwright, whose event loop would otherwise give
    this thread another database connection."""
    with django_db_blocker.unblock(), running(worker=True) as address:
        yield address


@pytest.fixture(scope="session", autouse=True)
def patient_sweeping() -> Iterator[None]:
    """The house goes on reading while its tables are emptied after a journey, and Postgres may choose between
    the two. The one who sweeps tries again."""
    sweep = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def again_and_again(case: TransactionTestCase) -> None:
        for attempt in range(5):
            try:
                return sweep(case)  # type: ignore[no-any-return]
            except CommandError as error:
                if attempt == 4 or "deadlock" not in str(error.__cause__):
                    raise
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", again_and_again)
        yield


@cache
def slow_hash() -> str:
    """The house runs on the product's own settings, which do not take the tests' quick hashes."""
    return make_password(PASSWORD, hasher="pbkdf2_sha256")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    settle()
    people = hire()
    User.objects.update(password=slow_hash())
    return people


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": os.environ["CHROMIUM"],
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture
def enter(browser: Browser, house: str, cast: Cast) -> Iterator[Callable[..., Page]]:
    """`enter("counsel")` signs someone in, in a browser of their own. Their console must stay silent."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def sign_in(who: str, *, path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=house, **{"timezone_id": "America/New_York", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(f"{who}: {error}"))
        page.on("console", lambda line: line.type == "error" and complaints.append(f"{who}: {line.text}"))
        if not who:  # a stranger at the door
            return page
        page.goto(f"/sign-in/?next={path}")
        page.locator("[name=username]").fill(who)  # in whatever language
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        expect(page).not_to_have_url(re.compile("/sign-in/"))
        return page

    sign_in.complaints = complaints  # type: ignore[attr-defined]
    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []
