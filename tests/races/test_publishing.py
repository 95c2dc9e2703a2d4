"""Edits, signatures, refutations and publications, all at once: no unsigned text ever goes out."""

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from approvals.actions.reviews import request_changes
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Revision, Statement
from common.verdicts import Refused
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.models import Fact, Incident
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import a_draft, an_asked_revision, ask
from tests.approvals.triggers import guard
from tests.cast import Cast
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


def by_hand(statement: Statement, channel: str, by: int) -> None:
    """Somebody with a database shell, past every action: only the triggers stand in the way."""
    revision = statement.revisions.latest("number")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM incidents_incident WHERE id = %s FOR UPDATE", [statement.incident_id])
        cursor.execute(
            "INSERT INTO incidents_timelineentry (incident_id, room_seq, stream, n, type, payload, actor_id,"
            " strands, previous_hash, hash, search_text)"
            " VALUES (%s, 0, 'briefing', 0, 'note.posted', '{\"text\": \"by hand\"}', %s, '{}', '', '', '')"
            " RETURNING id",
            [statement.incident_id, by],
        )
        (entry,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO publishing_publication (incident_id, statement_id, revision_id, entry_id, channel,"
            " url, sha256, published_by_id, published_at, clock_at, note)"
            " VALUES (%s, %s, %s, %s, %s, '', %s, %s, now(), now(), '')",
            [statement.incident_id, statement.pk, revision.pk, entry, channel, revision.sha256, by],
        )


def quietly(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Exception as error:
        code = getattr(error.__cause__, "sqlstate", "")
        if not (code.startswith("WR03") or code == "23505"):
            raise
        raise Refused(str(error)) from error


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
        partial(
            insisting, partial(quietly, partial(by_hand, statement, "forum", house.comms.pk)), pick, times=4
        ),
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


@pytest.mark.parametrize("fault", ["nobody signed", "superseded", "refuted", "another text"])
def test_the_oracle_is_not_blind(house: Cast, open_house: Incident, fault: str) -> None:
    """With the gate off, each kind of unsigned publication is found."""
    fact = post_fact(open_house, text="He called.", by=house.support)
    revision = an_asked_revision(house, open_house, citing=[fact])
    if fault != "nobody signed":
        for person in (house.comms, house.counsel):
            sign_off(revision, seen_sha=revision.sha256, acknowledged=True, by=person)
    if fault == "refuted":
        refute_fact(fact, by=house.support)
    guard(Publication, "admits_publication").disable(Publication)
    try:
        if fault == "another text":
            guard(Revision, "append_only").disable(Revision)
            Revision.objects.filter(pk=revision.pk).update(text="Words that nobody signed")
        if fault == "superseded":
            save_revision(
                revision.statement, text="Newer", channels=["x"], citations=[], based_on=1, by=house.lead
            )
            by_hand_old(revision, house.comms.pk)
        else:
            by_hand(revision.statement, "x", house.comms.pk)
    finally:
        guard(Publication, "admits_publication").enable(Publication)
        guard(Revision, "append_only").enable(Revision)
    assert len(unsigned_publications()) >= 1


def by_hand_old(revision: Revision, by: int) -> None:
    """Publish `revision` although a newer one exists."""
    by_hand(revision.statement, "x", by)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE publishing_publication DISABLE TRIGGER USER")
        cursor.execute("UPDATE publishing_publication SET revision_id = %s", [revision.pk])
        cursor.execute("ALTER TABLE publishing_publication ENABLE TRIGGER USER")
