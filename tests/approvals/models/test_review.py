"""What Postgres lets be said about a revision, and be decided about what was said; from whoever types it."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from approvals.actions.resolutions import resolve
from approvals.actions.reviews import advise, comment, request_changes
from approvals.models import Resolution, Review, Revision
from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.approvals.proofs import a_draft, an_asked_revision
from tests.cast import Cast


def said_by_hand(revision: Revision, by: User, *, told: Stream = Stream.WORKING, **fields: Any) -> None:
    """Insert a review by hand, as somebody would who knows the tables and not the rules."""
    note = post_note(revision.statement.incident, text="by hand", by=by, stream=told)
    row = {
        "revision_id": revision.pk,
        "entry_id": note.pk,
        "kind": "comment",
        "stream": "working",
        "text": "by hand",
        "quote": "",
        "position": None,
        "replacement": None,
        "is_blocking": False,
        "author_id": by.pk,
        **fields,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO approvals_review ({', '.join(row)}, created_at, clock_at)"
            f" VALUES ({', '.join(['%s'] * len(row))}, now(), now())",
            list(row.values()),
        )


def settled_by_hand(review: Review, by: User, outcome: str) -> None:
    note = post_note(review.revision.statement.incident, text="by hand", by=by)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_resolution (review_id, outcome, entry_id, by_id, clock_at)"
            " VALUES (%s, %s, %s, %s, now())",
            [review.pk, outcome, note.pk, by.pk],
        )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"quote": "talking", "position": 6}, "does not stand there"),
        ({"quote": "shouting", "position": 7}, "does not stand there"),
        ({"quote": "talking", "position": 999}, "does not stand there"),
        ({"quote": "talking"}, "a_passage_has_a_place"),
        ({"position": 7}, "a_passage_has_a_place"),
        ({"replacement": "Other words"}, "a_suggestion_is_about_a_passage"),
        ({"stream": "privileged"}, "stands in the stream of its entry"),
        ({"told": Stream.PRIVILEGED}, "stands in the stream of its entry"),
        ({"told": Stream.PRIVILEGED, "stream": "privileged", "is_blocking": True}, "advice_holds_nothing"),
        (
            {"told": Stream.PRIVILEGED, "stream": "privileged", "kind": "changes_requested"},
            "advice_holds_nothing",
        ),
        (
            {
                "told": Stream.PRIVILEGED,
                "stream": "privileged",
                "quote": "talking",
                "position": 7,
                "replacement": "a",
            },
            "advice_holds_nothing",
        ),
        ({"told": Stream.BRIEFING, "stream": "briefing"}, "advice_holds_nothing"),
    ],
)
def test_what_cannot_be_said(cast: Cast, room: Incident, fields: dict[str, Any], reason: str) -> None:
    revision = a_draft(cast, room).current
    said_by_hand(revision, cast.counsel, quote="talking", position=7)
    with pytest.raises(DatabaseError, match=reason):
        said_by_hand(revision, cast.counsel, **fields)


def test_a_passage_is_counted_in_characters_whatever_they_weigh(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room, text="🔥 저희는 사과드립니다.", language="ko").current
    said_by_hand(revision, cast.counsel, quote="저희는", position=2)
    assert Review.objects.get().span == (2, 5)


@pytest.mark.parametrize("who", ["lead", "comms", "support", "executive", "guest", "stranger"])
@pytest.mark.parametrize("outcome", ["resolved", "rejected"])
def test_what_has_to_be_settled_is_let_go_of_by_its_desk_alone(
    cast: Cast, room: Incident, who: str, outcome: str
) -> None:
    suggestion = comment(
        a_draft(cast, room).current,
        text="Too warm.",
        quote="talking",
        position=7,
        replacement="writing",
        is_blocking=True,
        by=cast.counsel,
    )
    with pytest.raises(DatabaseError, match=r"only its author|permission"):
        settled_by_other(cast, suggestion, getattr(cast, who), outcome)
    settled_by_hand(suggestion, cast.legal, outcome)
    assert not Review.objects.get().is_open


def settled_by_other(cast: Cast, review: Review, by: User, outcome: str) -> None:
    note = post_note(review.revision.statement.incident, text="by hand", by=cast.lead)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO approvals_resolution (review_id, outcome, entry_id, by_id, clock_at)"
            " VALUES (%s, %s, %s, %s, now())",
            [review.pk, outcome, note.pk, by.pk],
        )


@pytest.mark.parametrize("who", ["executive", "guest", "stranger"])
def test_whoever_holds_no_pen_settles_nothing(cast: Cast, room: Incident, who: str) -> None:
    remark = comment(a_draft(cast, room).current, text="Shorter?", by=cast.counsel)
    with pytest.raises(DatabaseError, match="only its author"):
        settled_by_other(cast, remark, getattr(cast, who), "resolved")
    settled_by_hand(remark, cast.support, "resolved")


def test_changes_that_were_asked_for_are_let_go_of_by_their_desk(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    review = request_changes(revision, reason="No.", seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(DatabaseError, match="only its author"):
        settled_by_hand(review, cast.comms, "resolved")
    settled_by_hand(review, cast.legal, "resolved")


@pytest.mark.parametrize(("earlier", "outcome"), [([], "reopened"), (["resolved"], "resolved")])
def test_what_is_open_is_not_opened_and_what_is_settled_not_settled(
    cast: Cast, room: Incident, earlier: list[str], outcome: str
) -> None:
    remark = comment(a_draft(cast, room).current, text="Shorter?", by=cast.counsel)
    for each in earlier:
        settled_by_hand(remark, cast.counsel, each)
    with pytest.raises(DatabaseError, match="nothing is to be decided"):
        settled_by_hand(remark, cast.counsel, outcome)


@pytest.mark.parametrize("outcome", ["accepted", "rejected"])
def test_only_a_suggestion_is_taken_or_not(cast: Cast, room: Incident, outcome: str) -> None:
    remark = comment(a_draft(cast, room).current, text="Shorter?", by=cast.counsel)
    with pytest.raises(DatabaseError, match="nothing is to be decided"):
        settled_by_hand(remark, cast.lead, outcome)


def test_advice_is_not_settled(cast: Cast, room: Incident) -> None:
    advice = advise(a_draft(cast, room).current, text="We may lose.", by=cast.counsel)
    with pytest.raises(DatabaseError, match="nothing is to be decided"):
        settled_by_hand(advice, cast.counsel, "resolved")


def test_words_that_are_not_in_the_text_were_not_accepted(cast: Cast, room: Incident) -> None:
    suggestion = comment(
        a_draft(cast, room).current,
        text="Warmer.",
        quote="talking",
        position=7,
        replacement="chatting",
        by=cast.counsel,
    )
    with pytest.raises(DatabaseError, match="not in the text that they wrote"):
        settled_by_hand(suggestion, cast.lead, "accepted")


def test_what_was_decided_stands(cast: Cast, room: Incident) -> None:
    remark = comment(a_draft(cast, room).current, text="Shorter?", by=cast.counsel)
    resolve(remark, by=cast.support)
    for sql in "UPDATE {} SET outcome = 'reopened'", "DELETE FROM {}":
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql.format(Resolution._meta.db_table))
