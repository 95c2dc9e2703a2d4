"""Whatever a browser, a script or an attacker sends: a plain answer, never a traceback, and nothing half-written."""

from urllib.parse import quote

import pytest
from django.test import Client

from incidents.models import Incident, Promise
from tests.approvals.views.browse import HTMX, as_, html
from tests.cast import Cast
from tests.incidents.views.browse import everything, furnish

HUGE = [str(2**31), str(2**63), "9" * 30, "9" * 5000, "-1", "1.5", "1e9", "٣", "\x00", "NaN"]
MOMENTS = [
    "0001-01-01T00:00+14:00",
    "0001-01-01T00:00",
    "9999-12-31T23:59-14:00",
    "9999-12-31T23:59",
    "2026-02-30T10:00",
    "2026-11-23T25:00",
    "2026-11-23T10:00+99:99",
    "20261123",
    "10000-01-01T00:00",
    "-2026-01-01T00:00",
    "2026-11-23T10:00\x00",
    "yesterday",
    "9" * 5000,
    "２０２６-11-23T10:00",
]
URLS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://a.example/",
    "http://[::1",
    "http://a.example/\u202efdp.exe",
    "http://a.example/\x1b",
    "http://a.example/\u200b",
    "http://",
]
TEXTS = [
    "\x00",
    "nul\x00inside",
    "\x1b[31m",
    "right\u202eleft",
    "zero\u200bwidth",
    "\ud7ff\ue000\uffff\U0010ffff",
    "%s%(x)s{0}{{ 7 }}{% now 'Y' %}",
    "'; DROP TABLE incidents_incident; --",
    "<script>alert(1)</script>",
    "x" * 5000,
    "\n" * 5000,
]


@pytest.fixture
def lead(cast: Cast) -> Client:
    return as_(cast.lead)


# -- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ref", ["w0", "w01", "x1", "W1", "w", "w" + "9" * 19, "w" + "9" * 5000, "w1%00", "w1%ff", "w１", "w1%0a"]
)
def test_a_malformed_ref_is_not_found(lead: Client, room: Incident, ref: str) -> None:
    assert lead.get(f"/rooms/{room.pk}/entries/w1/").status_code == 200
    for tail in "", "menu/", "confirmation/", "strike/":
        assert lead.get(f"/rooms/{room.pk}/entries/{ref}/{tail}").status_code == 404


def test_the_longest_ref_that_fits_is_not_found_either(lead: Client, room: Incident) -> None:
    assert lead.get(f"/rooms/{room.pk}/entries/w{'9' * 18}/").status_code == 404


@pytest.mark.parametrize(
    "number", ["0", str(2**31), str(2**63 - 1), str(2**63), "9" * 30, "9" * 5000, "-1", "1.0", "%00", "%ff"]
)
def test_a_number_too_large_for_its_column_is_not_found(lead: Client, room: Incident, number: str) -> None:
    for path in (
        f"/rooms/{number}/timeline/",
        f"/rooms/{number}/entries/w1/",
        f"/rooms/{number}/participants/",
        f"/rooms/{number}/strands/A/",
    ):
        assert lead.get(path).status_code == 404, path
    for path in (
        f"/rooms/{number}/entries/",
        f"/rooms/{number}/entries/w1/strike/",
        f"/rooms/{room.pk}/participants/{number}/",
        f"/rooms/{room.pk}/participants/{number}/removal/",
    ):
        assert lead.post(path, {"role": "lead", "reason": "x", "text": "x"}).status_code == 404, path


@pytest.mark.parametrize(
    "letter", ["%00", "%ff", "a", "AAAA", "1", "A%20", "%EA%B0%80", "A" * 5000, "..", "A%00"]
)
def test_a_letter_that_no_strand_has_is_not_found(
    cast: Cast, lead: Client, room: Incident, letter: str
) -> None:
    furnish(cast, room)
    assert lead.get(f"/rooms/{room.pk}/strands/A/").status_code == 200
    assert lead.get(f"/rooms/{room.pk}/strands/{letter}/").status_code == 404
    assert lead.post(f"/rooms/{room.pk}/strands/{letter}/", {"name": "x"}).status_code == 404


# -- the question behind a story's address --------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values"),
    {
        "type": ["gossip", *TEXTS],
        "strand": ["a", "AAAA", "A' OR 1=1", *TEXTS],
        "person": HUGE,
        "stream": ["gossip", *TEXTS],
        "q": TEXTS,
        "before": MOMENTS,
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "…",
)
def test_a_filter_that_makes_no_sense_is_no_filter(
    lead: Client, cast: Cast, room: Incident, name: str, values: list[str]
) -> None:
    furnish(cast, room)
    before = everything()
    sent = [f"{name}={quote(value, errors='surrogatepass')}" for value in values]
    for query in [*sent, f"{name}=%ff%fe", f"{name}=%ed%a0%80", f"{name}=%", f"{name}=a&{name}=b&{name}[]=c"]:
        assert lead.get(f"/rooms/{room.pk}/timeline/?{query}").status_code == 200, query
    assert everything() == before


# -- forms ---------------------------------------------------------------------------------------

CALL = {"with_whom": "the owner"}
SIGNAL = {"source": "a forum"}


@pytest.mark.parametrize(
    ("slug", "name", "values"),
    [
        ("note", "text", TEXTS),
        ("note", "occurred_at", MOMENTS),
        ("note", "strands", HUGE),
        ("note", "stream", ["gossip", "privileged\x00", *HUGE]),
        ("note", "key", HUGE),
        ("signal", "source", TEXTS),
        ("signal", "author", TEXTS),
        ("signal", "reach", HUGE),
        ("signal", "volume", HUGE),
        ("signal", "url", TEXTS),
        ("decision", "reason", TEXTS),
        ("call", "with_whom", TEXTS),
        ("call", "promised_by", MOMENTS),
        ("call", "minutes", HUGE),
        ("question", "asked_of", ["guest", "gossip", *HUGE]),
    ],
    ids=lambda value: value if isinstance(value, str) else "…",
)
def test_a_composer_with_one_bad_field_answers_plainly(
    lead: Client, room: Incident, slug: str, name: str, values: list[str]
) -> None:
    path = f"/rooms/{room.pk}/entries/"
    whole = {"type": slug, "text": "words", **CALL, **SIGNAL, "promised": "that"}
    assert lead.post(path, whole, headers=HTMX).status_code == 201
    for value in values:
        before = room.entries.count()
        status = lead.post(path, {**whole, name: value}, headers=HTMX).status_code
        assert status in {201, 422}, value
        assert room.entries.count() - before == (status == 201), value
    # What goes into Postgres and never comes out again would be worse than an error.
    assert lead.get(f"/rooms/{room.pk}/timeline/").status_code == 200
    assert all(promise.due_at for promise in Promise.objects.filter(incident=room))


@pytest.mark.parametrize("url", URLS)
def test_a_link_that_is_none_is_refused(lead: Client, room: Incident, url: str) -> None:
    path = f"/rooms/{room.pk}/entries/"
    sent = {"type": "signal", "text": "words", **SIGNAL, "url": url}
    assert lead.post(path, sent, headers=HTMX).status_code == 422


@pytest.mark.parametrize("kind", ["", "gossip", "\x00", "note\x00", "NOTE", "9" * 5000])
def test_an_unknown_kind_is_a_note(lead: Client, room: Incident, kind: str) -> None:
    sent = {"type": kind, "text": "words"}
    assert lead.post(f"/rooms/{room.pk}/entries/", sent, headers=HTMX).status_code == 201
    assert room.entries.order_by("recorded_at").last().type == "note.posted"


FIELDS = [
    "source",
    "note",
    "text",
    "reason",
    "name",
    "position",
    "owner",
    "person",
    "role",
    "is_cleared",
    "title",
    "summary",
    "severity",
    "status",
    "key",
]


@pytest.mark.parametrize(
    "path",
    [
        "entries/{fact}/confirmation/",
        "entries/{fact}/refutation/",
        "entries/{question}/answer/",
        "entries/{call}/strike/",
        "participants/",
        "strands/",
        "strands/A/",
        "changes/",
    ],
)
def test_every_other_form_answers_plainly_too(lead: Client, cast: Cast, room: Incident, path: str) -> None:
    path = f"/rooms/{room.pk}/{path.format(**furnish(cast, room))}"
    for value in [*HUGE[1:4], *TEXTS]:
        sent = dict.fromkeys(FIELDS, value)
        assert lead.post(path, sent, headers=HTMX).status_code in {200, 302, 409, 422}, value
    assert lead.get(path).status_code == 200


def test_bytes_that_are_no_text_are_answered_plainly(lead: Client, room: Incident) -> None:
    path, before = f"/rooms/{room.pk}/entries/", everything()
    for body, kind in [
        (b"text=%ff%fe&type=note", "application/x-www-form-urlencoded"),
        (b"text=\xff\xfe&type=note", "text/plain"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"&".join(b"a%d=1" % number for number in range(2000)), "application/x-www-form-urlencoded"),
    ]:
        assert lead.generic("POST", path, body, content_type=kind).status_code in {302, 400, 422}, body[:40]
    posted = len(everything()["TimelineEntry"]) - len(before["TimelineEntry"])
    assert posted <= 2
    assert lead.get(f"/rooms/{room.pk}/timeline/").status_code == 200


def test_an_empty_form_says_what_is_missing(lead: Client, cast: Cast, room: Incident) -> None:
    refs = furnish(cast, room)
    for path in (
        "entries/",
        f"entries/{refs['fact']}/confirmation/",
        "strands/",
        "participants/",
        "changes/",
    ):
        response = lead.post(f"/rooms/{room.pk}/{path}", {})
        assert response.status_code == 422, path
        assert "This field is required." in html(response), path
