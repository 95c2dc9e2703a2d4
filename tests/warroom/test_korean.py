"""Every page in Korean: no word of ours is left in English, wherever somebody looks."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from approvals.models import Revision, SignOffPolicy, Statement
from exercises import casting
from exercises.replay import play
from exercises.shelf import find_pack, shelf
from incidents.entries import Entry, PromiseMissed, entry_classes
from incidents.models import Incident, Strand, Stream, TimelineEntry
from incidents.rendering import render_all
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.incidents.samples import sample

# Names of things, which every language writes alike.
NAMES = {"Bluesky", "Mastodon", "English", "Flesch", "Kincaid", "UTC", "SEV", "SNS"}
NAMES |= {
    "Ctrl",
    "Enter",
    "Esc",
    "URL",
    "https",
    "PDF",
    "PNG",
    "JPEG",
    "WebP",
    "MB",
    "KB",
    "ZIP",
    "JSON",
    "Lines",
    "UTF",
}
NAMES |= {"yaml", "scenarios", "README", "md", "letter", "to", "fan", "site"}  # files, and one for an example
FINGERPRINT = re.compile(r"\b[0-9a-f]{4} [0-9a-f]{4}\b")
SAYS = re.compile(r"^(aria-label|title|placeholder|alt|label|data-(text.*|said|lost|gone|silence|count.*))$")


class Words(HTMLParser):
    """What a page shows, or has read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in ("script", "style")
        self.said += [value or "" for name, value in attrs if SAYS.match(name)]

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.said.append(data)


def latin(*texts: object) -> set[str]:
    return {word for text in texts for word in re.findall(r"[A-Za-z]{2,}", str(text))}


def english(html: str, *, typed: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Every stretch of the page that holds an English word which nobody typed."""
    words = Words()
    words.feed(html)
    said = (FINGERPRINT.sub("", text).strip() for text in words.said)
    return [text for text in said if latin(text) - NAMES - typed]


def typed() -> set[str]:
    """Every word that people have written into the house."""
    return latin(
        *User.objects.values_list("name", "title", "username"),
        *(user.initials for user in User.objects.all()),
        *Incident.objects.values_list("title", "summary"),
        *Strand.objects.values_list("name", "position"),
        *SignOffPolicy.objects.values_list("name"),
        *Statement.objects.values_list("title"),
        *Revision.objects.values_list("text", "note", "sha256"),
        *TimelineEntry.objects.values_list("payload"),
        *(
            (pack.title, pack.summary)
            for pack in map(find_pack, (path.stem for path in shelf().glob("*.yaml")))
        ),
    )


@pytest.fixture
def half_played(cast: Cast) -> Incident:
    pack = find_pack("ranger-station-fire")
    room = play(pack, people=casting.cast(pack), until="halfway")
    assert room is not None
    User.objects.update(language="ko")
    return room


def read(who: User, path: str, **more: Any) -> str:
    client = Client()
    client.force_login(who)
    answer = client.get(path, **more)
    assert answer.status_code == 200, path
    return answer.content.decode()


def pages(cast: Cast, room: Incident) -> Iterator[tuple[User, str]]:
    statement = Statement.objects.get(incident=room, title__startswith="Official statement")
    fact = TimelineEntry.objects.filter(incident=room, type="fact.posted", stream="working").latest("pk")
    here, paper, entry = f"/rooms/{room.pk}", f"/statements/{statement.pk}", f"/entries/{fact.ref}"
    for path in (
        "/",
        f"{here}/",
        f"{here}/?type=fact",
        f"{here}/rail/",
        f"{here}/desk/",
        f"{here}/participants/",
    ):
        yield cast.lead, path
    for path in ("strands", "changes", "closure", "statements/new", "policies", "policies/new", "exports"):
        yield cast.lead, f"{here}/{path}/"
    for path in ("confirmation", "refutation", "strike", "menu"):
        yield cast.lead, f"{here}{entry}/{path}/"
    for path in ("edit/", "publications/"):
        yield cast.lead, f"{paper}/{path}"
    for path in ("/out-of-office/", "/packs/", "/jobs/"):
        yield cast.lead, path
    for path in (f"{here}/", f"{here}/desk/", f"{paper}/", f"{paper}/?against=1"):
        yield cast.counsel, path
    for path in ("executive/", "executive/?wall=1", "figures/", "entries/w12/"):
        yield cast.executive, f"{here}/{path}"


def test_no_page_speaks_english(cast: Cast, half_played: Incident) -> None:
    theirs = typed()
    found = {}
    for who, path in pages(cast, half_played):
        html = read(who, path)
        assert re.search("[가-힣]{2}", html), path
        if left := english(html, typed=theirs):
            found[path] = left
    assert found == {}


def test_in_english_the_same_look_finds_plenty(cast: Cast, half_played: Incident) -> None:
    User.objects.update(language="en")
    left = english(read(cast.lead, f"/rooms/{half_played.pk}/"), typed=typed() - {"Executive", "page"})
    assert "Executive page" in left


@pytest.mark.parametrize("cls", entry_classes(), ids=lambda cls: cls.type)
def test_no_entry_speaks_english(cast: Cast, room: Incident, cls: type[Entry]) -> None:
    said = sample(cls)
    row = TimelineEntry.objects.create(
        incident=room,
        stream=Stream.WORKING,
        type=said.type,
        payload=said.to_payload(),
        actor=None if cls is PromiseMissed else cast.comms,
        strands=["A"],
    )
    html = render_all([TimelineEntry.objects.told().get(pk=row.pk)], "ko")[0]
    assert re.search("[가-힣]{2}", html)
    assert english(html, typed=typed()) == []


def test_what_comes_over_the_socket_is_in_the_language_of_the_page(cast: Cast, half_played: Incident) -> None:
    html = read(cast.lead, f"/rooms/{half_played.pk}/")
    assert '<html lang="ko"' in html  # live-room.js says so to the hub
    entry = TimelineEntry.objects.told().filter(incident=half_played, type="fact.posted").latest("pk")
    assert render_all([entry], "ko")[0].strip() in html


def test_errors_are_told_in_korean(cast: Cast, room: Incident, settings: Any) -> None:
    User.objects.update(language="ko")
    client = Client(raise_request_exception=False)
    client.force_login(cast.lead)
    missing = client.get("/rooms/999999/")
    assert missing.status_code == 404
    assert "여기에는 볼 수 있는 것이 없습니다" in missing.content.decode()
    assert english(missing.content.decode(), typed=typed()) == []

    revision = an_asked_revision(cast, room)
    client.force_login(cast.counsel)
    where = reverse("sign_off", args=[revision.statement_id, revision.number])
    refused = client.post(where, {"seen_sha": "0" * 64, "key": str(uuid4())})
    assert refused.status_code == 409
    assert "화면을 연 뒤 문안이 바뀌었습니다" in refused.content.decode()
    assert english(refused.content.decode(), typed=typed()) == []

    empty = client.post(reverse("entry_create", args=[room.pk]), {"type": "fact", "text": ""})
    assert empty.status_code == 422
    assert "필수 항목입니다" in empty.content.decode()
    assert english(empty.content.decode(), typed=typed()) == []

    stranger = Client(headers={"Accept-Language": "ko"})
    signed_out = stranger.post(reverse("entry_create", args=[room.pk]), headers={"HX-Request": "true"})
    assert signed_out.status_code == 401
    assert "새 탭에서 로그인" in signed_out.content.decode()
    assert english(signed_out.content.decode()) == []


def test_a_form_from_elsewhere_is_refused_in_korean(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "ko"})
    refused = strict.post("/sign-in/", {"username": "lead"})
    assert refused.status_code == 403
    assert "요청이 접수되지 않았습니다" in refused.content.decode()
    assert english(refused.content.decode()) == []


def test_signing_in_is_in_korean(db: None) -> None:
    client = Client(headers={"Accept-Language": "ko"})
    wrong = client.post("/sign-in/", {"username": "lead", "password": "wrong"})
    assert english(wrong.content.decode(), typed={"lead"}) == []
