"""Edits, signatures, refutations and publications, all at once: no unsigned text ever goes out."""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from approvals.actions.reviews import request_changes
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Revision, Statement
from common.verdicts import Refused
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.actions.rooms import change_room
from incidents.models import Fact, Incident, Severity
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import a_draft, an_asked_revision, ask, rewrite
from tests.approvals.triggers import guard
from tests.cast import Cast, a_policy
from tests.races.by_hand import publish_by_hand
from tests.races.oracle import unsigned_publications
from tests.races.together import together

ROUNDS = 50


def insisting(deed: Callable[[], Any], pick: random.Random, *, times: int) -> None:
    """Try `deed` again and again until it is done, as impatient people do."""
    for _each in range(times):
        time.sleep(pick.random() / 50)
        try:
            deed()
        except Refused:
            continue
        return


def a_round(house: Cast, statement: Statement, fact: Fact, pick: random.Random) -> list[Callable[[], Any]]:
    """Six people at one statement that waits for two signatures."""
    revision = statement.current
    sha = revision.sha256

    def edit_and_ask() -> None:
        time.sleep(pick.random() / 15)
        text = f"Words {pick.random()}"
        newer = save_revision(
            statement, text=text, channels=["x", "forum"], citations=[fact], based_on=1, by=house.support
        )
        request_sign_off(statement, seen_sha=newer.sha256, by=house.lead)

    def send_by_hand() -> None:
        publish_by_hand(statement.revisions.latest("number"), "forum", by=house.comms.pk)

    def send(channel: str, by: Any) -> None:
        latest = statement.revisions.latest("number")
        publish(latest, channel=channel, url="", seen_sha=latest.sha256, by=by)

    def sign(by: Any) -> None:
        latest = statement.revisions.latest("number")
        sign_off(latest, seen_sha=latest.sha256, acknowledged=True, by=by)

    def doubt() -> None:
        time.sleep(pick.random() / 10)
        refute_fact(fact, by=house.support)
        time.sleep(pick.random() / 50)
        confirm_fact(fact, by=house.support)

    def object_to() -> None:
        time.sleep(pick.random() / 10)
        request_changes(revision, reason="Wait.", seen_sha=sha, by=house.legal)

    deeds: list[Callable[[], Any]] = [
        partial(insisting, partial(sign, house.comms), pick, times=3),
        partial(insisting, partial(sign, house.counsel), pick, times=3),
        partial(insisting, partial(send, "x", house.lead), pick, times=4),
        partial(insisting, send_by_hand, pick, times=4),
        pick.choice([doubt, edit_and_ask, object_to]),
        pick.choice([doubt, edit_and_ask]),
    ]
    return deeds


def test_fifty_scrambles_publish_nothing_unsigned(house: Cast, open_house: Incident) -> None:
    for seed in range(ROUNDS):
        pick = random.Random(seed)
        fact = post_fact(open_house, text=f"He called at {seed}.", by=house.support)
        statement = a_draft(house, open_house, citing=[fact])
        ask(house, statement)
        together(a_round(house, statement, fact, pick))

    assert unsigned_publications() == []
    # A gate that lets nothing through would pass, too, and so would a scramble that never scrambled.
    out = Publication.objects.values("statement").distinct().count()
    assert 0 < out < ROUNDS
    assert Revision.objects.filter(number=2).exists()


FAULTS = {
    "nobody signed": "legal had not signed",
    "superseded": "revision 2 was current",
    "refuted": "was refuted",
    "another text": "the digest is not that of the text",
    "another channel": "the channel was not signed for",
    "a signer left": "legal had not signed: 1 wanted as it went out",
    "it got worse": "executive had not signed: 1 wanted as it went out",
    "no rule is left": "no policy applied",
    "objected to": "changes were asked for",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_oracle_is_not_blind(house: Cast, open_house: Incident, fault: str) -> None:
    """With the gate off, each kind of unsigned publication is found, and called what it is."""
    fact = post_fact(open_house, text="He called.", by=house.support)
    revision = an_asked_revision(house, open_house, citing=[fact])
    if fault != "nobody signed":
        for person in (house.comms, house.counsel):
            sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=person)
    match fault:
        case "refuted":
            refute_fact(fact, by=house.support)
        case "superseded":
            rewrite(revision.statement, "Newer", by=house.lead)
        case "a signer left":
            remove_participant(open_house.participant(house.counsel), by=house.lead)
        case "it got worse":
            change_room(open_house, severity=Severity.SEV1, by=house.lead)
        case "no rule is left":
            a_policy("Comms and legal")
        case "objected to":
            request_changes(revision, reason="Wait.", seen_sha=revision.sha256, by=house.legal)
    guard(Publication, "admits_publication").disable(Publication)
    try:
        if fault == "another text":
            guard(Revision, "append_only").disable(Revision)
            Revision.objects.filter(pk=revision.pk).update(text="Words that nobody signed")
        publish_by_hand(revision, "press" if fault == "another channel" else "x", by=house.comms.pk)
    finally:
        guard(Publication, "admits_publication").enable(Publication)
        guard(Revision, "append_only").enable(Revision)
    assert FAULTS[fault] in "; ".join(unsigned_publications())
