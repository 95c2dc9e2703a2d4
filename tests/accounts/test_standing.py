"""The number that moves when somebody may have to go, as other connections see it: so these tests commit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Standing, User
from tests.cast import PASSWORD, Cast, hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return hire()


@pytest.fixture
def browser(cast: Cast) -> Client:
    """Comms, signed in. The stranger is, too, somewhere else."""
    elsewhere, here = Client(), Client()
    elsewhere.force_login(cast.stranger)
    here.force_login(cast.comms)
    return here


def standing() -> int:
    """As somebody else sees it, who knows nothing of our transaction."""

    def look() -> int:
        try:
            return Standing.objects.values_list("moves", flat=True).first() or 0
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(look).result()


def sign_out(browser: Client, cast: Cast) -> None:
    browser.post("/sign-out/")


def clear_out(browser: Client, cast: Cast) -> None:
    Session.objects.all().delete()


def clear_the_old_ones(browser: Client, cast: Cast) -> None:
    past = timezone.now() - timedelta(days=1)
    connection.cursor().execute("UPDATE django_session SET expire_date = %s", [past])
    call_command("clearsessions")


def empty_the_table(browser: Client, cast: Cast) -> None:
    connection.cursor().execute("TRUNCATE django_session")


def shorten(browser: Client, cast: Cast) -> None:
    Session.objects.update(expire_date=timezone.now())


def swap(browser: Client, cast: Cast) -> None:
    """Each of two sessions becomes the other's."""
    one, two = Session.objects.all()
    connection.cursor().execute(
        "UPDATE django_session SET session_data = CASE session_key WHEN %s THEN %s ELSE %s END",
        [one.session_key, two.session_data, one.session_data],
    )


def new_password(browser: Client, cast: Cast) -> None:
    cast.comms.set_password("a new one")
    cast.comms.save()


def deactivate(browser: Client, cast: Cast) -> None:
    cast.comms.is_active = False
    cast.comms.save()


def deactivate_many(browser: Client, cast: Cast) -> None:
    User.objects.update(is_active=False)


def delete(browser: Client, cast: Cast) -> None:
    cast.stranger.delete()


EVERY_END = [
    sign_out,
    clear_out,
    clear_the_old_ones,
    empty_the_table,
    shorten,
    swap,
    new_password,
    deactivate,
    deactivate_many,
    delete,
]
every_end = pytest.mark.parametrize("end", EVERY_END)


@every_end
def test_it_moves_with_every_end_and_not_before_its_commit(
    cast: Cast, browser: Client, end: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    with transaction.atomic():
        end(browser, cast)
        assert standing() == before
    assert standing() > before


@every_end
def test_what_is_taken_back_never_moved_it(
    cast: Cast, browser: Client, end: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    with transaction.atomic():
        end(browser, cast)
        transaction.set_rollback(True)
    assert standing() == before


def sign_in(browser: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "lead", "password": PASSWORD})
    assert response.status_code == 302


def sign_in_elsewhere(browser: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "comms", "password": PASSWORD})
    assert response.status_code == 302


def fail_to_sign_in(browser: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "comms", "password": "wrong"})
    assert response.status_code == 200


def look_in(browser: Client, cast: Cast) -> None:
    assert browser.get("/").status_code == 200


def be_seen(browser: Client, cast: Cast) -> None:
    User.objects.update(last_login=timezone.now())


def be_renamed(browser: Client, cast: Cast) -> None:
    cast.comms.name = cast.comms.title = "Somebody"
    cast.comms.save()


def arrive(browser: Client, cast: Cast) -> None:
    User.objects.create(username="new", name="Newcomer")


@pytest.mark.parametrize(
    "deed", [sign_in, sign_in_elsewhere, fail_to_sign_in, look_in, be_seen, be_renamed, arrive]
)
def test_it_stays_where_it_is_while_nobody_has_to_go(
    cast: Cast, browser: Client, deed: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    deed(browser, cast)
    assert standing() == before


def test_a_statement_that_ends_nothing_moves_nothing(cast: Cast, browser: Client) -> None:
    before = standing()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE session_key = 'none'")
        cursor.execute("UPDATE django_session SET session_data = session_data")
        cursor.execute("UPDATE accounts_user SET password = password, is_active = is_active")
    assert standing() == before


def test_signing_in_as_somebody_else_ends_the_session_of_before(cast: Cast, browser: Client) -> None:
    before = standing()
    browser.force_login(cast.lead)
    assert standing() > before


def test_many_at_once_move_it_once(cast: Cast, browser: Client) -> None:
    before = standing()
    assert Session.objects.all().delete()[0] == 2
    assert standing() == before + 1


def test_two_who_leave_at_the_same_time_move_it_twice(cast: Cast, browser: Client) -> None:
    """The second waits for the first one's commit; neither is lost."""
    before = standing()

    def leave() -> None:
        try:
            User.objects.filter(username="guest").update(is_active=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            clear_out(browser, cast)
            leaving = other.submit(leave)
            with pytest.raises(TimeoutError):
                leaving.result(timeout=0.2)
        leaving.result()
    assert standing() == before + 2


def test_there_is_one_row_and_it_may_be_missing(cast: Cast, browser: Client) -> None:
    Standing.objects.all().delete()
    sign_out(browser, cast)
    assert standing() == 1
    with pytest.raises(Exception, match="one_standing"), transaction.atomic():
        Standing.objects.create(id=2)
