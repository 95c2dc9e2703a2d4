from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from approvals.models import Package, Revision
from incidents.actions.facts import post_fact
from incidents.models import Incident
from tests.approvals.proofs import a_draft
from tests.cast import Cast

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
        {"attachments": ("letter.pdf",)},
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
        created_at=timezone.now(),
        clock_at=room.now(),
    )
    assert stored(statement.revisions.get(number=1)) == statement.revisions.get(number=1).sha256
    assert stored(revision) == package.sha256 == revision.package.sha256
