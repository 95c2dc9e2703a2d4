from datetime import timedelta
from uuid import uuid4

import pytest

from approvals.models import Revision
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.participants import remove_participant
from incidents.models import Incident, Promise, Stream, TimelineEntry
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.proofs import WORDS, a_signed_revision, an_asked_revision, rewrite, wait
from tests.cast import Cast

URL = "https://x.example/status/1"


def test_what_went_out_is_told_to_everyone_word_for_word(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    sent_at = room.now()
    wait(cast, room, 9)
    out = publish(
        revision, channel="x", url=URL, seen_sha=revision.sha256, published_at=sent_at, by=cast.comms
    )

    told = TimelineEntry.objects.get(type="statement.published")
    assert (told.stream, told.occurred_at, told.actor) == (Stream.BRIEFING, sent_at, cast.comms)
    assert told.is_backdated
    assert told.payload["text"] == WORDS
    assert (told.payload["channel"], told.payload["url"], told.payload["roles"]) == (
        "x",
        URL,
        ["comms", "legal"],
    )
    assert (out.entry, out.published_at, out.clock_at, out.sha256) == (
        told,
        sent_at,
        told.clock_at,
        revision.sha256,
    )


@pytest.mark.parametrize("who", ["counsel", "legal", "support", "executive", "guest", "stranger"])
def test_only_the_lead_and_comms_speak(cast: Cast, room: Incident, who: str) -> None:
    revision = a_signed_revision(cast, room)
    with pytest.raises(Refused):
        publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=getattr(cast, who))
    assert not Publication.objects.exists()


def test_what_is_not_signed_is_refused_by_name(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(Refused, match="Waiting for sign-off by Comms, Legal"):
        publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead)
    assert not TimelineEntry.objects.filter(type="statement.published").exists()


def test_a_fact_refuted_after_signing_stops_it(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match=f"refuted .{fact.ref}."):
        publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead)


def test_a_signer_who_left_stops_it(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    remove_participant(room.participants.get(person=cast.counsel), by=cast.lead)
    with pytest.raises(Refused, match="Associate General Counsel no longer signs for Legal here"):
        publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead)


def test_an_old_page_publishes_nothing(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    with pytest.raises(Stale):
        publish(revision, channel="x", url=URL, seen_sha="0" * 64, by=cast.lead)
    rewrite(revision.statement, "Newer words", by=cast.lead)
    with pytest.raises(Stale):
        publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"channel": "press"}, "not signed for Press"),
        ({"channel": "myspace"}, "no channel called myspace"),
        ({"minutes": 5}, "still to come"),
        ({"next": -5}, "has to lie ahead"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, room: Incident, fields: dict, reason: str) -> None:
    revision = a_signed_revision(cast, room)
    minutes, following = fields.pop("minutes", None), fields.pop("next", None)
    with pytest.raises(Refused, match=reason):
        publish(
            revision,
            **({"channel": "x"} | fields),
            url=URL,
            seen_sha=revision.sha256,
            published_at=minutes and room.now() + timedelta(minutes=minutes),
            next_update_at=following and room.now() + timedelta(minutes=following),
            by=cast.lead,
        )
    assert not Publication.objects.exists()


def test_two_presses_publish_once(cast: Cast, room: Incident) -> None:
    revision, key = a_signed_revision(cast, room), uuid4()
    first = publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead, key=key)
    rewrite(revision.statement, "Newer words", by=cast.lead)
    assert publish(revision, channel="x", url=URL, seen_sha=revision.sha256, by=cast.lead, key=key) == first


def test_nothing_went_out_before_the_last_desk_signed(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    signed_at = max(slot.signed.clock_at for slot in revision.slots).replace(second=0, microsecond=0)
    words = {"channel": "x", "url": URL, "seen_sha": revision.sha256, "by": cast.lead}
    with pytest.raises(Refused, match="signed after that time"):
        publish(revision, published_at=signed_at - timedelta(seconds=1), **words)
    assert publish(revision, published_at=signed_at, **words).published_at == signed_at


@pytest.mark.parametrize(
    "change", [{"url": "https://x.example/status/2"}, {"channel": "forum"}, {"note": "!"}]
)
def test_another_publication_under_a_used_key_is_refused(cast: Cast, room: Incident, change: dict) -> None:
    revision = a_signed_revision(cast, room)
    words = {"channel": "x", "url": URL, "seen_sha": revision.sha256, "by": cast.lead, "key": uuid4()}
    publish(revision, **words)
    with pytest.raises(Refused, match="sent before"):
        publish(revision, **(words | change))


def test_the_next_update_is_told_in_the_readers_language(cast: Cast, room: Incident) -> None:
    revision, soon = a_signed_revision(cast, room), room.now() + timedelta(minutes=30)
    publish(revision, channel="x", url=URL, seen_sha=revision.sha256, next_update_at=soon, by=cast.lead)
    promise = Promise.objects.get()
    assert (promise.text, promise.words) == ("", "Next public update")


def test_speaking_keeps_the_last_promise_and_makes_the_next(cast: Cast, room: Incident) -> None:
    soon, later = (room.now() + timedelta(minutes=each) for each in (30, 90))
    revision = a_signed_revision(cast, room)
    for channel in ("x", "forum"):
        publish(
            revision, channel=channel, url="", seen_sha=revision.sha256, next_update_at=soon, by=cast.lead
        )
    (first,) = Promise.objects.all()
    assert (first.is_public, first.due_at, first.kept_at) == (True, soon, None)

    second = a_signed_revision(cast, room)
    publish(second, channel="x", url="", seen_sha=second.sha256, next_update_at=later, by=cast.lead)
    first.refresh_from_db()
    assert first.kept_at
    assert [promise.due_at for promise in Promise.objects.open()] == [later]


def test_each_channel_is_told_its_own_words(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room, texts={"x": "In short."})
    for channel in ("x", "forum"):
        publish(revision, channel=channel, url="", seen_sha=revision.sha256, by=cast.lead)
    told = TimelineEntry.objects.filter(type="statement.published").order_by("n")
    assert [(each.payload["text"], each.payload["words"]) for each in told] == [
        ("In short.", 2),
        (WORDS, len(WORDS.split())),
    ]
    assert {out.channel: out.text for out in Publication.objects.all()} == {"x": "In short.", "forum": WORDS}


def test_nothing_goes_out_before_its_embargo_ends_by_the_rooms_clock(cast: Cast, room: Incident) -> None:
    until = (room.now() + timedelta(minutes=30)).replace(second=0, microsecond=0)
    revision = a_signed_revision(cast, room, embargo_until=until)
    words = {"channel": "x", "url": URL, "seen_sha": revision.sha256, "by": cast.lead}
    with pytest.raises(Refused, match="under embargo for another"):
        publish(revision, **words)
    wait(cast, room, 31)
    revision = Revision.objects.get(pk=revision.pk)
    with pytest.raises(Refused, match="before the embargo ended"):
        publish(revision, published_at=until - timedelta(seconds=1), **words)
    assert publish(revision, published_at=until, **words)
