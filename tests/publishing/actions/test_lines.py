"""Words signed once, said many times, each time written down."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from approvals.actions.reviews import request_changes
from approvals.actions.revisions import save_revision
from approvals.models import Revision, StatementKind
from common.verdicts import Refused, Stale
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import remove_participant
from incidents.models import Incident, Status, Stream, TimelineEntry
from publishing.actions.lines import use_line
from publishing.actions.publications import publish
from publishing.models import LineUse, Publication
from tests.approvals.proofs import a_signed_revision, rewrite, wait
from tests.cast import Cast, User, a_policy
from tests.publishing.glasses import broken
from tests.publishing.lines import LINE, a_line, an_unsigned_line

SAID = f"Hello Anna, thank you for asking. {LINE}"
LINK = "https://x.example/status/9"


def use(revision: Revision, by: User, **changed: Any) -> LineUse:
    words = {"channel": "x", "url": LINK, "said": SAID, "seen_sha": revision.sha256, **changed}
    return use_line(revision, by=by, **words)


def insert(revision: Revision, by: User, **changed: Any) -> LineUse:
    """By hand, as somebody would who knows the tables and not the rules."""
    room = revision.statement.incident
    fields = {"channel": "x", "url": LINK, "said": SAID, "sha256": revision.sha256, **changed}
    entry = post_note(room, text="by hand", by=revision.author) if not room.is_closed else revision.entry
    with transaction.atomic():
        return LineUse.objects.create(
            revision=revision, person=by, entry=entry, clock_at=room.now(), **fields
        )


def test_each_use_is_told_to_everyone_in_its_own_words(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    first = use(line, cast.support)
    use(line, cast.comms, channel="email", url="")
    assert LineUse.objects.count() == 2
    told = first.entry
    assert (told.stream, told.type, told.actor) == (Stream.BRIEFING, "line.used", cast.support)
    assert (told.payload["text"], told.payload["url"], told.payload["channel"]) == (SAID, LINK, "x")


@pytest.mark.parametrize("who", ["lead", "counsel", "executive", "guest", "stranger"])
def test_only_who_was_named_says_it(cast: Cast, room: Incident, who: str) -> None:
    line = a_line(cast, room)
    with pytest.raises(Refused):
        use(line, getattr(cast, who))
    with pytest.raises(DatabaseError, match="not given to this person"):
        insert(line, getattr(cast, who))
    assert not LineUse.objects.exists()


def test_a_spokesperson_who_left_says_nothing_more(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    remove_participant(room.participants.get(person=cast.support), by=cast.lead)
    with pytest.raises(Refused, match="not in this room"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="not given to this person"):
        insert(line, cast.support)


def test_a_guest_who_was_named_by_hand_is_no_spokesperson(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room, spokespeople=[cast.guest.pk])
    with pytest.raises(Refused, match="not given to you"):
        use(line, cast.guest)
    with pytest.raises(DatabaseError, match="not given to this person"):
        insert(line, cast.guest)


@pytest.mark.parametrize(
    "said", ["We paid him.", LINE.replace("waiting", "not waiting"), LINE.upper(), LINE[:-1]]
)
def test_it_is_said_word_for_word(cast: Cast, room: Incident, said: str) -> None:
    line = a_line(cast, room)
    with pytest.raises(Refused, match="word for word"):
        use(line, cast.support, said=said)
    with pytest.raises(DatabaseError, match="word for word"):
        insert(line, cast.support, said=said)


def test_it_is_valid_until_its_date_by_the_rooms_clock(cast: Cast, room: Incident) -> None:
    wait(cast, room, 0)
    line = a_line(cast, room)
    wait(cast, room, 119)
    line.statement.incident.refresh_from_db()
    assert use(line, cast.support)
    wait(cast, room, 1)
    line.statement.incident.refresh_from_db()
    with pytest.raises(Refused, match="no longer valid"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="valid no more"):
        insert(line, cast.support)


def test_without_a_date_it_was_never_given(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room, valid_until=None)
    with pytest.raises(Refused, match="no longer valid"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="valid no more"):
        insert(line, cast.support)


def test_a_refuted_fact_ends_it_at_once(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="The letter was sent.", by=cast.support)
    line = a_line(cast, room, citing=[fact])
    assert use(line, cast.support)
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(Refused, match="refuted"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="has been refuted"):
        insert(line, cast.support)


def test_unsigned_it_says_nothing_and_no_glass_helps(cast: Cast, room: Incident) -> None:
    line = an_unsigned_line(cast, room)
    broken(cast, line)
    with pytest.raises(Refused, match="Waiting for sign-off"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="slot is empty"):
        insert(line, cast.support)


def test_policies_are_asked_again_at_every_use(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    a_policy("Support, too", "support")
    with pytest.raises(Refused, match="now needs Support"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="was not asked"):
        insert(line, cast.support)


def test_an_objection_holds_it(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    request_changes(line, reason="He denies it.", seen_sha=line.sha256, by=cast.counsel)
    with pytest.raises(Refused, match="asked for changes"):
        use(Revision.objects.get(pk=line.pk), cast.support)
    with pytest.raises(DatabaseError, match="changes were asked for"):
        insert(line, cast.support)


def test_a_new_revision_ends_the_old_one(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    rewrite(line.statement, "Newer words.", by=cast.lead)
    with pytest.raises(Stale):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="only the current revision"):
        insert(line, cast.support)


def test_on_channels_it_was_signed_for(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    with pytest.raises(Refused, match="not signed for that channel"):
        use(line, cast.support, channel="press")
    with pytest.raises(DatabaseError, match="not for this channel"):
        insert(line, cast.support, channel="press")
    with pytest.raises(Refused, match="no channel called"):
        use(line, cast.support, channel="myspace")


def test_what_is_no_line_is_published_and_not_used(cast: Cast, room: Incident) -> None:
    with pytest.raises(Refused, match="Only a line to take"):
        a_line(cast, room, kind=StatementKind.POST)
    post = a_signed_revision(cast, room)
    with pytest.raises(Refused, match="Only a line to take"):
        use(post, cast.support)
    with pytest.raises(DatabaseError, match="only a line to take"):
        insert(post, cast.support)


def test_a_closed_room_speaks_no_more(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    Incident.objects.update(status=Status.CLOSED)
    line = Revision.objects.get(pk=line.pk)
    with pytest.raises(Refused, match="closed"):
        use(line, cast.support)
    with pytest.raises(DatabaseError, match="room is closed"):
        insert(line, cast.support)


def test_two_presses_are_one_use_and_two_replies_are_two(cast: Cast, room: Incident) -> None:
    line, key = a_line(cast, room), uuid4()
    assert use(line, cast.support, key=key) == use(line, cast.support, key=key)
    with pytest.raises(Refused, match="sent before"):
        use(line, cast.support, key=key, url="https://x.example/other")
    use(line, cast.support, key=uuid4())
    assert TimelineEntry.objects.filter(type="line.used").count() == 2


def test_a_use_stands_as_it_is(cast: Cast, room: Incident) -> None:
    use(a_line(cast, room), cast.support)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        LineUse.objects.update(said="Something else.")


def test_another_end_or_another_person_asks_the_desks_anew(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    same = {
        "text": line.text,
        "channels": line.channels,
        "citations": [],
        "based_on": 1,
        "spokespeople": line.spokespeople,
        "valid_until": line.valid_until,
        "by": cast.lead,
    }
    assert save_revision(line.statement, **same) == line
    later = save_revision(line.statement, **(same | {"valid_until": line.valid_until + timedelta(hours=1)}))
    assert later.number == 2
    wider = same | {"spokespeople": [*line.spokespeople, cast.lead.pk], "based_on": 2}
    assert save_revision(line.statement, **wider).number == 3


def test_what_is_valid_no_more_is_not_published_either(cast: Cast, room: Incident) -> None:
    wait(cast, room, 0)
    line = a_line(cast, room)
    sent = {"url": LINK, "seen_sha": line.sha256, "by": cast.lead}
    assert publish(line, channel="x", **sent)
    wait(cast, room, 121)
    with pytest.raises(Refused, match="no longer valid"):
        publish(line, channel="email", **sent)
    entry = post_note(room, text="by hand", by=cast.lead)
    with pytest.raises(DatabaseError, match="valid no more"), transaction.atomic():
        Publication.objects.create(
            incident=room, statement=line.statement, revision=line, entry=entry, channel="email",
            sha256=line.sha256, published_by=cast.lead, published_at=room.now(), clock_at=room.now(),
        )  # fmt: skip
