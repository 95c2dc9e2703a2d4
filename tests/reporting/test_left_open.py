"""Whoever closes a room reads first what it would leave undone."""

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.promises import make_promise
from incidents.actions.questions import answer_question, ask_question
from incidents.models import Incident, Stream
from publishing.actions.publications import publish
from reporting.left_open import FEW, left_open
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision
from tests.approvals.views.browse import as_, words
from tests.cast import Cast


def matters(cast: Cast, room: Incident, who: str = "lead") -> dict[str, list[str]]:
    place = room.participant(getattr(cast, who))
    assert place is not None
    return {str(each.name): [words for words, _address in each.first] for each in left_open(place)}


def test_a_room_with_nothing_to_do_leaves_nothing(cast: Cast, room: Incident) -> None:
    confirm_fact(
        post_fact(room, text="He was sent a letter.", by=cast.support), source="file", by=cast.counsel
    )
    answer_question(ask_question(room, text="Who?", by=cast.comms), text="Us.", by=cast.counsel)
    a_draft(cast, room)
    out = a_signed_revision(cast, room, channels=["x"])
    publish(out, channel="x", url="https://x.example/", seen_sha=out.sha256, by=cast.lead)
    assert matters(cast, room) == {}
    assert "leave open" not in words(as_(cast.lead).get(f"/rooms/{room.pk}/closure/"))


def test_each_thing_that_is_open_is_named(cast: Cast, room: Incident) -> None:
    a_signed_revision(cast, room, title="Ready")
    an_asked_revision(cast, room, title="On two desks")
    question = ask_question(room, text="Who wrote it?", by=cast.comms)
    make_promise(question.entry, text="Ring him back", due_at=room.now(), is_public=False)
    post_fact(room, text="He was paid.", by=cast.support)
    assert matters(cast, room) == {
        "Signed, and not out": ["Ready"],
        "Promised, and not kept": ["Ring him back"],
        "Asked to be signed": ["On two desks"],
        "Asked, and not answered": ["Who wrote it?"],
        "Neither confirmed nor refuted": ["He was paid."],
    }
    page = words(as_(cast.lead).get(f"/rooms/{room.pk}/closure/"))
    for thing in ("Ready", "Ring him back", "On two desks", "Who wrote it?", "He was paid."):
        assert thing in page


def test_what_is_privileged_is_named_to_the_cleared_alone(cast: Cast, room: Incident) -> None:
    ask_question(room, text="Canary?", by=cast.counsel, stream=Stream.PRIVILEGED)
    assert "Canary?" in str(matters(cast, room))
    assert matters(cast, room, "comms") == {}


def test_many_are_counted(cast: Cast, room: Incident) -> None:
    for n in range(FEW + 2):
        post_fact(room, text=f"Rumour {n}", by=cast.support)
    page = words(as_(cast.lead).get(f"/rooms/{room.pk}/closure/"))
    assert f"Neither confirmed nor refuted {FEW + 2}" in page
    assert "and 2 more" in page
