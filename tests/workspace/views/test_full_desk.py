"""A desk on which a great deal waits: nothing of it is lost, and it costs what a short one costs."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast


def open_desk(cast: Cast, room: Incident) -> tuple[str, int]:
    client = Client()
    client.force_login(cast.counsel)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/rooms/{room.pk}/desk/")
    return page.content.decode(), len(asked)


def test_sixty_that_wait_cost_as_many_questions_as_twenty_and_all_can_be_reached(
    cast: Cast, room: Incident
) -> None:
    waiting = [an_asked_revision(cast, room).statement for _each in range(20)]
    _page, cost_of_twenty = open_desk(cast, room)
    waiting += [an_asked_revision(cast, room).statement for _each in range(40)]
    page, cost = open_desk(cast, room)
    assert cost == cost_of_twenty
    assert 'data-waiting="60"' in page
    for statement in waiting:
        assert page.count(f'href="{statement.get_absolute_url()}"') == 2  # to sign, and among the drafts
    assert page.count("Review and sign") == 12
    assert page.index(f'"{waiting[0].get_absolute_url()}"') < page.index(f'"{waiting[1].get_absolute_url()}"')
