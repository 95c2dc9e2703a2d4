from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from django.utils import timezone as clock

from approvals.models import Package, Revision, StatementKind
from incidents.actions.facts import post_fact
from incidents.models import Incident
from tests.approvals.proofs import a_draft, an_attachment
from tests.cast import Cast

MOMENT = datetime(2008, 12, 10, 9, 5, 0, 120, tzinfo=UTC)
PACKAGE = Package(
    text="We hear you.", channels=("forum", "x"), language="en", citations=(("w4", "He called."),)
)


def test_the_digest_of_a_known_package_never_changes() -> None:
    """As `sha256sum` has it for the canonical JSON, written out by hand."""
    assert PACKAGE.sha256 == "332edde2fced93711eeeef9c47d13c5d47570f80601febdeaf1cb064c6ac21ad"


@pytest.mark.parametrize(
    "other",
    [
        {"text": "We hear you!"},
        {"text": "We hear  you."},
        {"channels": ("forum",)},
        {"language": "ko"},
        {"citations": ()},
        {"citations": (("w4", "He rang."),)},
        {"citations": (("w5", "He called."),)},
        {"attachments": (("letter.pdf", "a" * 64),)},
        {"texts": (("x", "Shorter."),)},
        {"legal_text": "Without prejudice."},
        {"links": ((0, 0),)},
        {"embargo_until": MOMENT},
        {"valid_until": MOMENT},
        {"spokespeople": (7,)},
    ],
)
def test_whatever_is_signed_is_in_the_digest(other: dict) -> None:
    assert replace(PACKAGE, **other).sha256 != PACKAGE.sha256


def stored(revision: Revision) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT approvals_fingerprint(%s)", [revision.pk])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        'quotes " and \\ backslashes / slashes',
        "lines\nand\ttabs",
        "사과드립니다 — 家族 👨‍👩‍👧‍👦",
        "".join(map(chr, range(1, 0x20))) + "\x7f\x80\u2028\ufeff",
    ],
)
def test_postgres_computes_the_same_digest_as_python(cast: Cast, room: Incident, text: str) -> None:
    fact = post_fact(room, text='He said "no"\\never', by=cast.support)
    statement = a_draft(cast, room, citing=[fact, post_fact(room, text="둘째", by=cast.support)])
    package = replace(statement.current.package, text=text, citations=())
    revision = Revision.objects.create(
        statement=statement,
        number=2,
        entry=fact.entry,
        text=text,
        channels=list(package.channels),
        sha256=package.sha256,
        author=cast.lead,
        created_at=clock.now(),
        clock_at=room.now(),
    )
    assert stored(statement.revisions.get(number=1)) == statement.revisions.get(number=1).sha256
    assert stored(revision) == package.sha256 == revision.package.sha256


def test_a_moment_is_the_same_moment_in_every_time_zone() -> None:
    seoul = MOMENT.astimezone(timezone(timedelta(hours=9)))
    assert replace(PACKAGE, embargo_until=seoul).sha256 == replace(PACKAGE, embargo_until=MOMENT).sha256
    assert (
        replace(PACKAGE, embargo_until=MOMENT).sha256
        != replace(PACKAGE, embargo_until=MOMENT + timedelta(microseconds=1)).sha256
    )


def test_postgres_computes_the_same_digest_of_all_that_can_be_said(cast: Cast, room: Incident) -> None:
    statement = a_draft(
        cast, room, kind=StatementKind.LINE, text="First.\n\nSecond.",
        texts={"x": 'Short "words"', "forum": "둘째\nline", "press": "goes nowhere"},
        legal_text="Ohne Anerkennung einer Rechtspflicht.\n\nZweitens \\ drittens.", links=[(1, 0), (0, 1), (9, 9)],
        embargo_until=MOMENT, valid_until=MOMENT + timedelta(days=1, microseconds=1),
        spokespeople=[cast.support.pk, cast.lead.pk],
        attachments=[an_attachment(cast, room, name='a "b".png'), an_attachment(cast, room, name="c.png")],
        citing=[post_fact(room, text="He called.", by=cast.support)],
    )  # fmt: skip
    revision = Revision.objects.get()
    assert revision.texts == {"forum": "둘째\nline", "x": 'Short "words"'}
    assert revision.links == [[0, 1], [1, 0]]
    assert [name for name, _sha in revision.package.attachments] == ['a "b".png', "c.png"]
    assert stored(revision) == revision.package.sha256 == revision.sha256 == statement.current.sha256
