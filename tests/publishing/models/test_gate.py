"""The last door, tried by raw SQL: every way in which a text can be unfit to go out, one at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models, transaction

from approvals.actions.reminders import keep_sign_off_clocks
from approvals.actions.resolutions import reopen, resolve
from approvals.actions.reviews import comment, request_changes
from approvals.actions.sign_offs import sign_off
from approvals.models import Demand, Revision, SignOffRequest, Slot
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, remove_participant
from incidents.actions.rooms import change_room
from incidents.models import Fact, Incident, Participant, Role, Severity, TimelineEntry
from publishing.actions.publications import publish
from publishing.actions.reach import record_reach
from publishing.models import Flag, Publication, ReachSnapshot
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, ask, rewrite, wait
from tests.approvals.triggers import guard
from tests.cast import Cast, a_policy, a_room


def insert(
    revision: Revision,
    *,
    channel: str = "x",
    sha256: str = "",
    room: Incident | None = None,
    minutes_ago: int = 0,
) -> None:
    """Insert a publication by hand, as somebody would who knows the tables and not the rules."""
    incident = room or revision.statement.incident
    note = post_note(incident, text="by hand", by=revision.author)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publishing_publication (incident_id, statement_id, revision_id, entry_id, channel,"
            " url, sha256, published_by_id, published_at, clock_at, note)"
            " VALUES (%s, %s, %s, %s, %s, '', %s, %s,"
            " clock_timestamp() - %s * interval '1 minute', clock_timestamp(), '')",
            [
                incident.pk,
                revision.statement_id,
                revision.pk,
                note.pk,
                channel,
                sha256 or revision.sha256,
                revision.author_id,
                minutes_ago,
            ],
        )


def place_of(room: Incident, name: str) -> Participant:
    return room.participants.get(person__username=name)


def test_two_of_a_desk_and_one_by_name_go_in(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), count=2), Demand("", (cast.support.pk,), step=2)])
    revision = an_asked_revision(cast, room)
    for person in (cast.counsel, cast.legal, cast.support):
        with pytest.raises(DatabaseError, match="slot is empty"):
            insert(revision)
        sign_off(revision, seen_sha=revision.sha256, by=person)
    insert(revision)


def test_what_is_signed_goes_in(cast: Cast, room: Incident) -> None:
    insert(a_signed_revision(cast, room))
    assert Publication.objects.count() == 1


def unasked(cast: Cast, room: Incident) -> Revision:
    return a_draft(cast, room).current


def half_signed(cast: Cast, room: Incident) -> Revision:
    revision = an_asked_revision(cast, room)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    return revision


def superseded(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    rewrite(revision.statement, "Newer words", by=cast.lead)
    return revision


def rewritten(cast: Cast, room: Incident) -> Revision:
    return rewrite(a_signed_revision(cast, room).statement, "Newer words", by=cast.lead)


def refuted(cast: Cast, room: Incident) -> Revision:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    return revision


def confirmed_by_hand(cast: Cast, room: Incident) -> Revision:
    """The column says yes; the story, which nobody can rewrite, says no."""
    revision = refuted(cast, room)
    Fact.objects.update(state="confirmed")
    return revision


def confirmed_again(cast: Cast, room: Incident) -> Revision:
    """The fact holds again by every word of the story; the sign-offs were given before it fell."""
    revision = refuted(cast, room)
    confirm_fact(Fact.objects.get(), by=cast.support)
    return revision


def refuted_by_hand_and_confirmed(cast: Cast, room: Incident) -> Revision:
    """Past the deed that takes sign-offs back: no row says that they lapsed, but the story does."""
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    for kind in ("fact.refuted", "fact.confirmed"):
        TimelineEntry.objects.create(
            incident=room, stream=fact.entry.stream, type=kind, payload={}, refers_to=fact.entry, actor=None,
            occurred_at=None,  # type: ignore[misc]
        )  # fmt: skip
    return revision


def under_embargo(cast: Cast, room: Incident) -> Revision:
    return a_signed_revision(cast, room, embargo_until=room.now() + timedelta(minutes=5))


def struck(cast: Cast, room: Incident) -> Revision:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    strike_entry(fact.entry, reason="Another man.", by=cast.support)
    Fact.objects.update(state="unverified")
    return revision


def signer_gone(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    remove_participant(place_of(room, "counsel"), by=cast.lead)
    return revision


def signer_moved(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    change_participant(place_of(room, "comms"), role=Role.SUPPORT, is_cleared=False, by=cast.lead)
    return revision


def worse_since(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    change_room(room, severity=Severity.SEV1, by=cast.lead)
    return revision


def stricter_since(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    a_policy("Support, too", "support")
    return revision


def unruled(cast: Cast, room: Incident) -> Revision:
    """Signed under a policy that has since been retired: no rule is no permission."""
    revision = a_signed_revision(cast, room)
    a_policy("Comms and legal")
    return revision


def objected_to(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    request_changes(revision, reason="He denies it.", seen_sha=revision.sha256, by=cast.counsel)
    return revision


def blocked(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    comment(revision, text="Name the agency.", is_blocking=True, by=cast.counsel)
    return revision


def blocked_long_ago(cast: Cast, room: Incident) -> Revision:
    """On a revision that nobody looks at any more, resolved and opened again; the last slot filled by hand."""
    first = a_draft(cast, room).current
    remark = comment(first, text="Name the agency.", is_blocking=True, by=cast.counsel)
    resolve(remark, by=cast.counsel)
    revision = ask(cast, rewrite(first.statement, "Newer words", by=cast.lead).statement)
    for person in cast.comms, cast.counsel:
        sign_off(revision, seen_sha=revision.sha256, by=person)
    reopen(remark, by=cast.support)
    return revision


def with_a_slot_added(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    Slot.objects.create(request=revision.request, role=Role.SUPPORT, position=9, clock_at=room.now())
    return revision


def asked_of_the_wrong_desk(cast: Cast, room: Incident) -> Revision:
    revision = a_draft(cast, room).current
    note = post_note(room, text="by hand", by=cast.lead)
    request = SignOffRequest.objects.create(
        revision=revision, entry=note, requested_by=cast.lead, clock_at=room.now()
    )
    Slot.objects.create(request=request, role=Role.SUPPORT, position=1, clock_at=room.now())
    sign_off(revision, seen_sha=revision.sha256, by=cast.support)
    return revision


def one_of_two(cast: Cast, room: Incident) -> Revision:
    """The policy wants two of legal now; one was asked, and signed."""
    revision = a_signed_revision(cast, room)
    a_policy("Two of legal", asks=[Demand("legal", (), count=2)])
    return revision


def named_since(cast: Cast, room: Incident) -> Revision:
    """Counsel signed for the desk. Now they are asked by name, which is another thing."""
    revision = a_signed_revision(cast, room)
    a_policy("Counsel", asks=[Demand("", (cast.counsel.pk,))])
    return revision


def deputy_gone(cast: Cast, room: Incident) -> Revision:
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=5, deputy=cast.support.pk)])
    revision = an_asked_revision(cast, room)
    wait(cast, room, 6)
    keep_sign_off_clocks()
    sign_off(revision, seen_sha=revision.sha256, by=cast.support)
    remove_participant(place_of(room, "support"), by=cast.lead)
    return revision


def ruled_in_this_room_since(cast: Cast, room: Incident) -> Revision:
    revision = a_signed_revision(cast, room)
    a_policy("Here", "support", incident=room)
    return revision


@pytest.mark.parametrize(
    ("unfit", "reason"),
    [
        (unasked, "was not asked"),
        (half_signed, "slot is empty"),
        (superseded, "only the current revision"),
        (rewritten, "was not asked"),
        (refuted, "has been refuted"),
        (confirmed_by_hand, "has been refuted"),
        (confirmed_again, "a sign-off lapsed"),
        (refuted_by_hand_and_confirmed, "a sign-off lapsed"),
        (under_embargo, "embargo has not ended"),
        (struck, "has been refuted"),
        (signer_gone, "no longer holds its role"),
        (signer_moved, "no longer holds its role"),
        (worse_since, "was not asked"),
        (stricter_since, "was not asked"),
        (unruled, "no sign-off policy applies"),
        (objected_to, "changes were asked for"),
        (blocked, "has to be settled first"),
        (blocked_long_ago, "has to be settled first"),
        (with_a_slot_added, "slot is empty"),
        (asked_of_the_wrong_desk, "was not asked"),
        (one_of_two, "was not asked"),
        (named_since, "was not asked"),
        (deputy_gone, "no longer holds its role"),
        (ruled_in_this_room_since, "was not asked"),
    ],
)
def test_what_is_not_stays_out(
    cast: Cast, room: Incident, unfit: Callable[[Cast, Incident], Revision], reason: str
) -> None:
    revision = unfit(cast, room)
    with pytest.raises(DatabaseError, match=reason):
        insert(revision)
    assert not Publication.objects.exists()


def test_it_goes_where_it_was_signed_for_and_as_it_was_signed(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    with pytest.raises(DatabaseError, match="not for this channel"):
        insert(revision, channel="press")
    with pytest.raises(DatabaseError, match="not the text that was signed"):
        insert(revision, sha256="0" * 64)
    with pytest.raises(DatabaseError, match="another statement or room"):
        insert(revision, room=a_room(cast))


def test_a_text_changed_under_its_signatures_stays_in(cast: Cast, room: Incident) -> None:
    """Even by somebody who has switched the append-only trigger off (until this test is rolled back)."""
    revision = a_signed_revision(cast, room)
    connection.check_constraints()  # runs what is deferred; Postgres alters no table before that
    guard(Revision, "append_only").disable(Revision)
    Revision.objects.filter(pk=revision.pk).update(text="Words that nobody signed")
    with pytest.raises(DatabaseError, match="not the text that was signed"):
        insert(revision)


def test_each_channel_takes_a_revision_once(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    insert(revision)
    insert(revision, channel="forum")
    with pytest.raises(DatabaseError, match="one_publication_per_channel"):
        insert(revision)


def test_after_a_top_up_it_goes_out(cast: Cast, room: Incident) -> None:
    revision = worse_since(cast, room)
    ask(cast, revision.statement)
    sign_off(revision, seen_sha=revision.sha256, by=cast.executive)
    insert(revision)


@pytest.mark.parametrize("model", [Publication, ReachSnapshot, Flag])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_went_out_stands(cast: Cast, room: Incident, model: type[models.Model], sql: str) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    out = publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)
    record_reach(room, publication=out, accounts=1, method="counted", by=cast.lead)
    refute_fact(fact, by=cast.counsel)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(model._meta.db_table))


@pytest.mark.parametrize("model", [Publication, ReachSnapshot, Flag])
def test_nor_can_it_be_emptied(db: None, model: type[models.Model]) -> None:
    with transaction.atomic():
        guard(model, "never_truncated").install(model)
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
        transaction.set_rollback(True)


def test_an_embargo_ends_by_the_rooms_clock(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room, embargo_until=room.now() + timedelta(minutes=30))
    wait(cast, room, 31)
    with pytest.raises(DatabaseError, match="embargo has not ended"):
        insert(revision, minutes_ago=60)  # before it ended, by that same clock
    Incident.objects.update(clock_offset=timedelta())
    with pytest.raises(DatabaseError, match="embargo has not ended"):
        insert(revision)


def test_nothing_is_dated_before_it_was_signed(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    with pytest.raises(DatabaseError, match="not signed yet at that time"):
        insert(revision, minutes_ago=2)
    insert(revision)
