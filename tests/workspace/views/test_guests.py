"""What an outside agency reads: the briefing, and nothing of the work."""

import re

import pytest

from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.entries import strike_entry
from incidents.actions.facts import post_fact
from incidents.actions.questions import ask_question
from incidents.actions.strands import create_strand
from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import a_draft, a_signed_revision
from tests.approvals.views.browse import HTMX, as_, html
from tests.cast import Cast

CANARY = "canary"
PAGES = [
    "", "?type=fact", "rail/", "desk/", "executive/", "executive/?wall=1", "timeline/", "participants/", "changes/",
    "strands/", "strands/A/", "figures/", "closure/", "statements/new/",
]  # fmt: skip


@pytest.fixture
def at_work(cast: Cast, room: Incident) -> Incident:
    """A room full of work, one thing of which went out."""
    create_strand(room, name=f"{CANARY} name", position=f"{CANARY} position", owner=cast.legal, by=cast.lead)
    post_fact(room, text=f"{CANARY} fact", source=f"{CANARY} source", by=cast.support)
    ask_question(room, text=f"{CANARY} question", by=cast.support)
    log_call(
        room,
        with_whom=f"{CANARY} caller",
        promised=f"{CANARY} promise",
        promised_by=room.now(),
        by=cast.lead,
    )
    a_draft(cast, room, title=f"{CANARY} draft", text=f"{CANARY} words")
    revision = a_signed_revision(cast, room, title=f"{CANARY} title", text="Said aloud.")
    publish(revision, channel="x", url="https://x.example/1", seen_sha=revision.sha256, by=cast.lead)
    return room


@pytest.mark.parametrize("path", PAGES)
def test_a_guest_reads_nothing_of_the_work(cast: Cast, at_work: Incident, path: str) -> None:
    for headers in {}, HTMX:
        answer = as_(cast.guest).get(f"/rooms/{at_work.pk}/{path}", headers=headers)
        assert answer.status_code in (200, 404, 409)
        assert CANARY not in html(answer)


def test_the_guard_would_bark(cast: Cast, at_work: Incident) -> None:
    for path in ("", "rail/", "executive/", "strands/A/"):
        assert CANARY in html(as_(cast.executive).get(f"/rooms/{at_work.pk}/{path}"))


def test_every_link_on_a_guests_desk_leads_somewhere(cast: Cast, at_work: Incident) -> None:
    guest = as_(cast.guest)
    links = re.findall(r'<a href="([^"]+)"', html(guest.get(f"/rooms/{at_work.pk}/desk/")))
    assert links == [Publication.objects.get().entry.get_absolute_url()]
    assert guest.get(links[0]).status_code == 200


def test_the_team_knows_whom_it_may_ask_and_those_who_watch_need_not(cast: Cast, room: Incident) -> None:
    key = '<span title="cleared">'
    for path in ("rail/", "participants/"):
        for who in ("comms", "support", "counsel"):
            assert html(as_(getattr(cast, who)).get(f"/rooms/{room.pk}/{path}")).count(key) == 3
        for who in ("executive", "guest"):
            assert key not in html(as_(getattr(cast, who)).get(f"/rooms/{room.pk}/{path}"))


@pytest.mark.parametrize("wall", ["", "?wall=1"])
def test_struck_words_stand_struck_with_the_reason(cast: Cast, room: Incident, wall: str) -> None:
    wrong = make_decision(room, text="Say nothing.", by=cast.lead)
    strike_entry(wrong, reason="Never decided.", by=cast.lead)
    page = html(as_(cast.executive).get(f"/rooms/{room.pk}/executive/{wall}"))
    assert '<del class="struck">Say nothing.</del> Struck: Never decided.' in page
