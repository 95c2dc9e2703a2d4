import re
from uuid import uuid4

import pytest
from django.test import Client

from approvals.models import Statement
from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.cast import Cast

PAGES = ["", "rail/", "desk/", "executive/", "executive/?wall=1"]
INSIDE = ["lead", "comms", "counsel", "legal", "support", "executive"]


def browser(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


@pytest.mark.parametrize("path", PAGES)
def test_everyone_in_the_room_gets_its_pages_and_a_stranger_gets_404(
    cast: Cast, room: Incident, path: str
) -> None:
    for who in INSIDE:
        assert browser(cast, who).get(f"/rooms/{room.pk}/{path}").status_code == 200
    assert browser(cast, "stranger").get(f"/rooms/{room.pk}/{path}").status_code == 404
    assert Client().get(f"/rooms/{room.pk}/{path}").status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_the_uncleared_a_trace_of_what_is_privileged(
    cast: Cast, room: Incident, path: str
) -> None:
    before = {who: plain(browser(cast, who), room, path) for who in INSIDE}
    post_note(room, text="canary advice", by=cast.counsel, stream=Stream.PRIVILEGED)
    after = {who: plain(browser(cast, who), room, path) for who in INSIDE}

    for who in ("comms", "support", "executive"):
        assert after[who] == before[who]  # not its words, not its number, not its existence
    if path == "":
        assert "canary advice" in after["counsel"]


def plain(client: Client, room: Incident, path: str) -> str:
    """A page without what differs between two readings of it: tokens, keys, moments of now."""
    html = client.get(f"/rooms/{room.pk}/{path}").content.decode()
    html = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "", html)
    html = re.sub(
        r'"X-CSRFToken": "\w+"|csrfmiddlewaretoken" value="\w+"|data-now="\d+"|\bpass="[^"]*"', "", html
    )
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+]+|\d+ (s|min)\b|\b\d\d:\d\d\b", "", html)


def test_an_executive_is_offered_nothing_that_writes(cast: Cast, room: Incident) -> None:
    client = browser(cast, "executive")
    for path in ("", "executive/"):
        html = client.get(f"/rooms/{room.pk}/{path}").content.decode()
        posts = set(re.findall(r'action="([^"]+)"[^>]*', html)) - {f"/rooms/{room.pk}/"}
        assert posts <= {"/sign-out/", "/language/"}, "what is written there is their own affair"
        assert "hx-post" not in html
    assert 'id="composer"' in browser(cast, "lead").get(f"/rooms/{room.pk}/").content.decode()


def test_opening_a_room_leaves_a_holding_statement_waiting(cast: Cast) -> None:
    sent = {"title": "A letter", "severity": "2", "kind": "legal_threat", "key": str(uuid4())}
    client = browser(cast, "lead")
    answers = [client.post("/rooms/", sent) for _press in range(2)]

    room = Incident.objects.get()  # two presses, one room
    assert {answer.url for answer in answers} == {room.get_absolute_url()}  # type: ignore[attr-defined]
    assert [statement.kind for statement in Statement.objects.all()] == ["holding"]
    assert room.participant(cast.counsel)


def test_a_form_that_fails_keeps_every_word(cast: Cast) -> None:
    sent = {"title": "", "summary": "Seen in a forum, thread 12", "severity": "9", "kind": "other"}
    answer = browser(cast, "lead").post("/rooms/", sent)
    assert answer.status_code == 422
    assert "Seen in a forum, thread 12" in answer.content.decode()
    assert not Incident.objects.exists()
