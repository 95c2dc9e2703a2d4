"""T2: the approval is taken back, and for a moment it still counts."""

from functools import partial
from threading import Event, Thread

from django.db import connection, transaction

from incidents.actions.facts import post_fact, refute_fact
from incidents.models import Incident
from publishing.models import Publication
from tests.approvals.proofs import a_signed_revision, rewrite
from tests.bypasses.ways import send, through_sql, through_the_deed, through_the_view
from tests.cast import Cast
from tests.races.oracle import unsigned_publications
from tests.races.together import together


def test_gitlab_383776_there_is_no_moment_between_an_edit_and_its_effect(
    house: Cast, open_house: Incident
) -> None:
    """Somebody sends while the edit is being committed: they wait for it, and are refused."""
    signed = a_signed_revision(house, open_house)
    written, done = Event(), Event()

    def send_meanwhile() -> None:
        written.wait()
        for way in (through_the_deed, through_the_view, through_sql):
            way(house, signed, "x")
        done.set()
        connection.close()

    sender = Thread(target=send_meanwhile)
    sender.start()
    with transaction.atomic():
        rewrite(signed.statement, "We will pay nothing.", by=house.support)
        written.set()
        assert not done.wait(0.5)  # they stand before the lock
        assert not Publication.objects.exists()
    sender.join()
    assert not Publication.objects.exists()


def test_gitlab_383776_a_refuted_fact_takes_the_sign_offs_with_it_at_once(
    house: Cast, open_house: Incident
) -> None:
    fact = post_fact(open_house, text="He called.", by=house.support)
    signed = a_signed_revision(house, open_house, citing=[fact])
    refute_fact(fact, by=house.support)
    assert send(house, signed) == []


def test_cve_2017_16857_pushing_and_merging_in_a_loop_never_meets_the_gap(
    house: Cast, open_house: Incident
) -> None:
    went_out = 0
    for each in range(20):
        signed = a_signed_revision(house, open_house)
        edit = partial(rewrite, signed.statement, f"Words {each}", by=house.support)
        ways = [partial(way, house, signed, "x") for way in (through_the_deed, through_sql)]
        together([edit, *ways] if each % 2 else [*ways, edit])
        went_out += Publication.objects.filter(statement=signed.statement).exists()
    assert unsigned_publications() == []
    assert went_out > 0  # sometimes the sender is first, and then it is signed
