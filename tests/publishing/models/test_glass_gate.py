"""The same by raw SQL: what no view, admin page or shell gets around."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from approvals.models import Revision
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import remove_participant
from incidents.models import Incident, Status, TimelineEntry
from publishing.models import AfterReview, BreakGlass, Publication, Second
from tests.approvals.proofs import a_draft, an_asked_revision, rewrite
from tests.cast import Cast, User
from tests.publishing.glasses import REASON, broken, opened


def a_note(room: Incident, by: User) -> TimelineEntry:
    """An entry to hang a row on."""
    return post_note(room, text="by hand", by=by)


def insert_glass(revision: Revision, *, by: User, **changed: object) -> BreakGlass:
    room = revision.statement.incident
    fields = {"sha256": revision.sha256, "reason": REASON, **changed}
    with transaction.atomic():
        return BreakGlass.objects.create(
            revision=revision,
            opened_by=by,
            entry=a_note(room, revision.author),
            clock_at=room.now(),
            **fields,
        )


def insert_second(glass: BreakGlass, *, by: User, **changed: object) -> Second:
    fields = {"sha256": glass.sha256, **changed}
    entry = a_note(glass.incident, glass.revision.author)
    with transaction.atomic():
        return Second.objects.create(
            break_glass=glass, person=by, entry=entry, clock_at=glass.incident.now(), **fields
        )


def insert_review(glass: BreakGlass, *, by: User) -> AfterReview:
    entry = a_note(glass.incident, glass.revision.author)
    with transaction.atomic():
        return AfterReview.objects.create(
            break_glass=glass, person=by, entry=entry, text="Right.", clock_at=glass.incident.now()
        )


def insert_publication(
    revision: Revision,
    glass: BreakGlass | None,
    *,
    channel: str = "x",
    minutes_ago: int = 0,
    told_by: TimelineEntry | None = None,
) -> None:
    room = revision.statement.incident
    entry = told_by or a_note(room, revision.author)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publishing_publication (incident_id, statement_id, revision_id, entry_id, channel,"
            " url, sha256, published_by_id, published_at, clock_at, note, break_glass_id)"
            " VALUES (%s, %s, %s, %s, %s, '', %s, %s,"
            " clock_timestamp() - %s * interval '1 minute', clock_timestamp(), '', %s)",
            [
                room.pk,
                revision.statement_id,
                revision.pk,
                entry.pk,
                channel,
                revision.sha256,
                revision.author_id,
                minutes_ago,
                glass and glass.pk,
            ],
        )


def refused(match: str) -> pytest.RaisesExc:
    return pytest.raises(DatabaseError, match=match)


def test_what_the_deeds_do_goes_in_by_hand_too(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    glass = insert_glass(revision, by=cast.comms)
    insert_second(glass, by=cast.executive)
    insert_publication(revision, glass)
    insert_review(glass, by=cast.counsel)
    assert Publication.objects.get().break_glass == glass


def test_a_broken_glass_that_is_not_claimed_opens_nothing(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    broken(cast, revision)
    with refused("slot is empty"):
        insert_publication(revision, None)


def test_one_person_opens_nothing(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    with refused("not broken by two"):
        insert_publication(revision, opened(revision, by=cast.comms))


def test_the_glass_of_another_revision_opens_nothing(cast: Cast, room: Incident) -> None:
    glass = broken(cast, an_asked_revision(cast, room))
    with refused("not broken by two"):
        insert_publication(an_asked_revision(cast, room, title="Another"), glass)


def gone(cast: Cast, room: Incident, revision: Revision) -> None:
    remove_participant(room.participants.get(person=cast.executive), by=cast.lead)


def deactivated(cast: Cast, room: Incident, revision: Revision) -> None:
    User.objects.filter(pk=cast.comms.pk).update(is_active=False)


def superseded(cast: Cast, room: Incident, revision: Revision) -> None:
    rewrite(revision.statement, "Newer words.", by=cast.lead)


def refuted(cast: Cast, room: Incident, revision: Revision) -> None:
    refute_fact(revision.citations.get().fact, by=cast.counsel)


def closed(cast: Cast, room: Incident, revision: Revision) -> None:
    Incident.objects.update(status=Status.CLOSED)


@pytest.mark.parametrize(
    ("since", "reason"),
    [
        (gone, "not broken by two"),
        (deactivated, "not broken by two"),
        (superseded, "only the current revision"),
        (refuted, "has been refuted"),
        (closed, "room is closed"),
    ],
)
def test_everything_else_still_refuses(
    cast: Cast, room: Incident, since: Callable[[Cast, Incident, Revision], None], reason: str
) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = an_asked_revision(cast, room, citing=[fact])
    glass = broken(cast, revision)
    since(cast, room, revision)
    with refused(reason):
        insert_publication(revision, glass, told_by=revision.entry)
    assert not Publication.objects.exists()


def test_not_on_another_channel_nor_before_it_was_broken(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    glass = broken(cast, revision)
    with refused("not for this channel"):
        insert_publication(revision, glass, channel="press")
    with refused("not broken yet at that time"):
        insert_publication(revision, glass, minutes_ago=5)


def test_who_may_begin(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    for person in (cast.executive, cast.guest, cast.stranger):
        with refused("holds the pen"):
            insert_glass(revision, by=person)
    with refused("another text"):
        insert_glass(revision, by=cast.comms, sha256="0" * 64)
    with refused("a_reason_says_something"):
        insert_glass(revision, by=cast.comms, reason="Because.")
    with refused("a_reason_says_something"):
        insert_glass(revision, by=cast.comms, reason=" " * 40)


def test_who_may_be_the_second(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    glass = insert_glass(revision, by=cast.counsel)
    for person in (cast.comms, cast.support, cast.guest, cast.stranger):
        with refused("not one who may be"):
            insert_second(glass, by=person)
    with refused("two different people"):
        insert_second(glass, by=cast.counsel)
    with refused("another text"):
        insert_second(glass, by=cast.legal, sha256="0" * 64)
    rewrite(revision.statement, "Newer words.", by=cast.lead)
    with refused("only the current revision"):
        insert_second(glass, by=cast.legal)


def test_two_authors_are_one_too_many(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    glass = insert_glass(rewrite(statement, "Newer words.", by=cast.comms), by=cast.comms)
    with refused("has to be no author"):
        insert_second(glass, by=cast.lead)
    assert insert_second(glass, by=cast.counsel)


def test_who_may_judge(cast: Cast, room: Incident) -> None:
    glass = opened(an_asked_revision(cast, room), by=cast.comms)
    with refused("has not been broken"):
        insert_review(glass, by=cast.counsel)
    insert_second(glass, by=cast.executive)
    for person in (cast.comms, cast.executive, cast.lead):
        with refused("nobody reviews their own"):
            insert_review(glass, by=person)
    for person in (cast.guest, cast.stranger):
        with refused("only who could have signed"):
            insert_review(glass, by=person)


def test_they_stand_as_they_are(cast: Cast, room: Incident) -> None:
    glass = broken(cast, an_asked_revision(cast, room))
    insert_review(glass, by=cast.counsel)
    for model in (BreakGlass, Second, AfterReview):
        with refused("append-only"), transaction.atomic():
            model.objects.update(clock_at=room.now())
        with refused("append-only"), transaction.atomic():
            model.objects.all()._raw_delete("default")
