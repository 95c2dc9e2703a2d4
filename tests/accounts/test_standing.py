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
def signed_in(cast: Cast) -> Client:
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


def sign_out(signed_in: Client, cast: Cast) -> None:
    signed_in.post("/sign-out/")


def clear_out(signed_in: Client, cast: Cast) -> None:
    Session.objects.all().delete()


def clear_the_old_ones(signed_in: Client, cast: Cast) -> None:
    past = timezone.now() - timedelta(days=1)
    connection.cursor().execute("UPDATE django_session SET expire_date = %s", [past])
    call_command("clearsessions")


def empty_the_table(signed_in: Client, cast: Cast) -> None:
    connection.cursor().execute("TRUNCATE django_session")


def shorten(signed_in: Client, cast: Cast) -> None:
    Session.objects.update(expire_date=timezone.now())


def swap(signed_in: Client, cast: Cast) -> None:
    """Each of two sessions becomes the other's."""
    one, two = Session.objects.all()
    connection.cursor().execute(
        "UPDATE django_session SET session_data = CASE session_key WHEN %s THEN %s ELSE %s END",
        [one.session_key, two.session_data, one.session_data],
    )


def new_password(signed_in: Client, cast: Cast) -> None:
    cast.comms.set_password("a new one")
    cast.comms.save()


def deactivate(signed_in: Client, cast: Cast) -> None:
    cast.comms.is_active = False
    cast.comms.save()


def deactivate_many(signed_in: Client, cast: Cast) -> None:
    User.objects.update(is_active=False)


def delete(signed_in: Client, cast: Cast) -> None:
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
    cast: Cast, signed_in: Client, end: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    with transaction.atomic():
        end(signed_in, cast)
        assert standing() == before
    assert standing() > before


@every_end
def test_what_is_taken_back_never_moved_it(
    cast: Cast, signed_in: Client, end: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    with transaction.atomic():
        end(signed_in, cast)
        transaction.set_rollback(True)
    assert standing() == before


def sign_in(signed_in: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "lead", "password": PASSWORD})
    assert response.status_code == 302


def sign_in_elsewhere(signed_in: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "comms", "password": PASSWORD})
    assert response.status_code == 302


def fail_to_sign_in(signed_in: Client, cast: Cast) -> None:
    response = Client().post("/sign-in/", {"username": "comms", "password": "wrong"})
    assert response.status_code == 200


def look_in(signed_in: Client, cast: Cast) -> None:
    assert signed_in.get("/").status_code == 200


def be_seen(signed_in: Client, cast: Cast) -> None:
    User.objects.update(last_login=timezone.now())


def be_renamed(signed_in: Client, cast: Cast) -> None:
    cast.comms.name = cast.comms.title = "Somebody"
    cast.comms.save()


def arrive(signed_in: Client, cast: Cast) -> None:
    User.objects.create(username="new", name="Newcomer")


@pytest.mark.parametrize(
    "deed", [sign_in, sign_in_elsewhere, fail_to_sign_in, look_in, be_seen, be_renamed, arrive]
)
def test_it_stays_where_it_is_while_nobody_has_to_go(
    cast: Cast, signed_in: Client, deed: Callable[[Client, Cast], None]
) -> None:
    before = standing()
    deed(signed_in, cast)
    assert standing() == before


def test_a_statement_that_ends_nothing_moves_nothing(cast: Cast, signed_in: Client) -> None:
    before = standing()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE session_key = 'none'")
        cursor.execute("UPDATE django_session SET session_data = session_data")
        cursor.execute("UPDATE accounts_user SET password = password, is_active = is_active")
    assert standing() == before


def test_signing_in_as_somebody_else_ends_the_session_of_before(cast: Cast, signed_in: Client) -> None:
    before = standing()
    signed_in.force_login(cast.lead)
    assert standing() > before


def test_many_at_once_move_it_once(cast: Cast, signed_in: Client) -> None:
    before = standing()
    assert Session.objects.all().delete()[0] == 2
    assert standing() == before + 1


def test_two_who_leave_at_the_same_time_move_it_twice(cast: Cast, signed_in: Client) -> None:
    """The second waits for the first one's commit; neither is lost."""
    before = standing()

    def leave() -> None:
        try:
            User.objects.filter(username="guest").update(is_active=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            clear_out(signed_in, cast)
            leaving = other.submit(leave)
            with pytest.raises(TimeoutError):
                leaving.result(timeout=0.2)
        leaving.result()
    assert standing() == before + 2


def test_there_is_one_row_and_it_may_be_missing(cast: Cast, signed_in: Client) -> None:
    Standing.objects.all().delete()
    sign_out(signed_in, cast)
    assert standing() == 1
    with pytest.raises(Exception, match="one_standing"), transaction.atomic():
        Standing.objects.create(id=2)
