"""What raw SQL gets to hear, from whoever types it."""

import pytest
from django.db import DatabaseError, connection, models, transaction

from approvals.actions.resolutions import resolve
from approvals.actions.reviews import comment
from approvals.actions.sign_offs import sign_off
from approvals.models import (
    Citation,
    Demand,
    Lapse,
    Resolution,
    Review,
    Revision,
    SignOff,
    SignOffPolicy,
    SignOffRequest,
    Slot,
)
from common.verdicts import Refused
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant
from incidents.models import Fact, Incident, Role, Stream
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision, rewrite, wait
from tests.approvals.triggers import guard
from tests.cast import Cast, User, a_policy


def run(sql: str, *values: str | int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


APPEND_ONLY = [
    Revision,
    Citation,
    SignOffPolicy,
    SignOffRequest,
    Slot,
    SignOff,
    Review,
    Resolution,
    Lapse,
]


@pytest.mark.parametrize("model", APPEND_ONLY)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_said_about_a_statement_stands(
    cast: Cast, room: Incident, model: type[models.Model], sql: str
) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    remark = comment(a_signed_revision(cast, room, citing=[fact]), text="Fine.", by=cast.support)
    resolve(remark, by=cast.support)
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql.format(model._meta.db_table))
    with pytest.raises(DatabaseError, match="append-only"):
        run("SET LOCAL pgtrigger.ignore = '{append_only}';" + sql.format(model._meta.db_table))


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_nor_can_it_be_emptied(db: None, model: type[models.Model]) -> None:
    """Only a test database lacks the trigger that refuses; it is put back here, and rolled back."""
    with transaction.atomic():
        guard(model, "never_truncated").install(model)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run(f"TRUNCATE {model._meta.db_table} CASCADE")
        transaction.set_rollback(True)


def test_a_statement_keeps_its_room_and_kind(cast: Cast, room: Incident) -> None:
    a_draft(cast, room)
    with pytest.raises(DatabaseError, match="keeps its room and its kind"):
        run("UPDATE approvals_statement SET kind = 'line'")


@pytest.mark.parametrize("number", [1, 3, 7])
def test_revisions_count_one_by_one(cast: Cast, room: Incident, number: int) -> None:
    statement = a_draft(cast, room)
    with pytest.raises(DatabaseError, match=r"follows the current one|one_revision_per_number"):
        again(statement.current, number=number)


def again(revision: Revision, *, number: int) -> None:
    """Insert a copy of `revision` by hand."""
    note = post_note(revision.statement.incident, text="by hand", by=revision.author)
    run(
        "INSERT INTO approvals_revision (statement_id, number, entry_id, text, channels, language, sha256,"
        " author_id, note, spokespeople, created_at, clock_at)"
        " SELECT statement_id, %s, %s, 'Other words', channels, language, sha256, author_id, note, spokespeople,"
        " now(), now()"
        " FROM approvals_revision WHERE id = %s",
        number,
        note.pk,
        revision.pk,
    )


def cite(revision: Revision, fact: Fact, wording: str) -> None:
    run(
        "INSERT INTO approvals_citation (revision_id, fact_id, position, wording) VALUES (%s, %s, 9, %s)",
        revision.pk,
        fact.pk,
        wording,
    )


def test_a_citation_is_of_an_open_fact_of_the_room_in_its_own_words(cast: Cast, room: Incident) -> None:
    revision = a_draft(cast, room).current
    advice = post_fact(room, text="We may lose.", by=cast.counsel, stream=Stream.PRIVILEGED)
    wrong = post_fact(room, text="He was paid.", by=cast.support)
    refute_fact(wrong, by=cast.counsel)
    right = post_fact(room, text="He called.", by=cast.support)
    for fact, wording in [(advice, "We may lose."), (wrong, "He was paid."), (right, "He shouted.")]:
        with pytest.raises(DatabaseError, match="cannot be cited"):
            cite(revision, fact, wording)
    cite(revision, right, "He called.")


def test_nothing_is_slipped_into_a_revision_that_others_have_seen(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    fact = post_fact(room, text="He called.", by=cast.support)
    with pytest.raises(DatabaseError, match="stays as it was"):
        cite(revision, fact, "He called.")


def sign(
    revision: Revision, person: User, *, role: Role, sha256: str = "", slot_of: Revision | None = None
) -> None:
    """Insert a sign-off by hand."""
    note = post_note(revision.statement.incident, text="by hand", by=revision.author)
    slot = (slot_of or revision).request.slots.get(role=role)
    run(
        "INSERT INTO approvals_signoff (revision_id, slot_id, entry_id, person_id, sha256, fact_states,"
        " created_at, clock_at) VALUES (%s, %s, %s, %s, %s, '{}', now(), now())",
        revision.pk,
        slot.pk,
        note.pk,
        person.pk,
        sha256 or revision.sha256,
    )


def test_a_sign_off_is_for_the_current_revision(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    rewrite(revision.statement, "Other words", by=cast.lead)
    with pytest.raises(DatabaseError, match="only the current revision"):
        sign(revision, cast.comms, role=Role.COMMS)


def test_a_sign_off_is_for_exactly_its_text(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="for another text"):
        sign(revision, cast.comms, role=Role.COMMS, sha256="0" * 64)


def test_a_text_that_does_not_match_its_own_digest_cannot_be_signed(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    again(statement.current, number=2)
    revision = statement.current
    asked_by_hand(revision)
    with pytest.raises(DatabaseError, match="for another text"):
        sign(revision, cast.comms, role=Role.COMMS)


def asked_by_hand(revision: Revision) -> None:
    note = post_note(revision.statement.incident, text="by hand", by=revision.author)
    request = SignOffRequest.objects.create(
        revision=revision, entry=note, requested_by=revision.author, clock_at=note.clock_at
    )
    Slot.objects.create(request=request, role=Role.COMMS, position=1, clock_at=note.clock_at)


def test_nobody_signs_what_they_wrote_any_part_of(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, by=cast.comms)
    revision = rewrite(statement, "The lead's words", by=cast.lead)
    asked_by_hand(revision)
    with pytest.raises(DatabaseError, match="wrote any part"):
        sign(revision, cast.comms, role=Role.COMMS)


def test_a_slot_belongs_to_its_revision(cast: Cast, room: Incident) -> None:
    other = an_asked_revision(cast, room)
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="another revision"):
        sign(revision, cast.comms, role=Role.COMMS, slot_of=other)


@pytest.mark.parametrize("who", ["support", "executive", "guest", "stranger", "counsel"])
def test_a_slot_is_filled_by_its_own_desk(cast: Cast, room: Incident, who: str) -> None:
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="for another role"):
        sign(revision, getattr(cast, who), role=Role.COMMS)


def test_a_role_that_was_taken_away_signs_nothing(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    place = room.participant(cast.comms)
    assert place is not None
    change_participant(place, role=Role.SUPPORT, is_cleared=False, by=cast.lead)
    with pytest.raises(DatabaseError, match="for another role"):
        sign(revision, cast.comms, role=Role.COMMS)


def test_a_refuted_fact_cannot_be_signed_for(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    with pytest.raises(DatabaseError, match="has been refuted"):
        sign(revision, cast.comms, role=Role.COMMS)


def test_the_last_desk_signs_when_everything_is_settled(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    comment(revision, text="Name the agency.", is_blocking=True, by=cast.support)
    sign(revision, cast.comms, role=Role.COMMS)
    with pytest.raises(DatabaseError, match="has to be settled before the last desk signs"):
        sign(revision, cast.counsel, role=Role.LEGAL)


def test_one_slot_and_one_person_sign_once(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(DatabaseError, match="slot_id"):
        sign(revision, cast.legal, role=Role.LEGAL)


@pytest.mark.django_db(transaction=True)
def test_the_gate_opens_only_to_who_sees_what_is_committed() -> None:
    from tests.cast import a_room, hire

    cast = hire()
    revision = a_draft(cast, a_room(cast)).current
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(DatabaseError, match="READ COMMITTED"):
            again(revision, number=2)
        transaction.set_rollback(True)


def test_a_refuted_fact_confirmed_by_hand_still_stops_a_sign_off(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He called.", by=cast.support)
    revision = an_asked_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    run("UPDATE incidents_fact SET state = 'confirmed'")
    with pytest.raises(Refused, match="has been refuted"):
        sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)


@pytest.mark.parametrize("column", ["text", "source"])
def test_a_fact_keeps_its_words(cast: Cast, room: Incident, column: str) -> None:
    post_fact(room, text="He called.", by=cast.support)
    with pytest.raises(DatabaseError, match="keeps its words"):
        run(f"UPDATE incidents_fact SET {column} = 'He paid.'")


def handed(revision: Revision, to: User, reason: str) -> None:
    note = post_note(revision.statement.incident, text="by hand", by=revision.author)
    run(
        "INSERT INTO approvals_handover (slot_id, to_id, reason, entry_id, clock_at)"
        " VALUES (%s, %s, %s, %s, now())",
        revision.request.slots.latest("pk").pk,
        to.pk,
        reason,
        note.pk,
    )


def test_a_later_step_is_signed_after_the_earlier(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("comms", ()), Demand("legal", (), step=2)])
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="earlier step"):
        sign(revision, cast.counsel, role=Role.LEGAL)
    sign_off(revision, seen_sha=revision.sha256, by=cast.comms)
    sign(revision, cast.counsel, role=Role.LEGAL)


def test_a_named_persons_slot_is_theirs(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("", (cast.counsel.pk,))])
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="for another role"):
        sign(revision, cast.legal, role="")  # type: ignore[arg-type]
    sign(revision, cast.counsel, role="")  # type: ignore[arg-type]


def test_a_slot_is_handed_over_to_its_deputy_and_when_the_time_has_run_out(
    cast: Cast, room: Incident
) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30, deputy=cast.support.pk)])
    revision = an_asked_revision(cast, room)
    for _minute in range(2):
        with pytest.raises(DatabaseError, match="time has run out"):
            handed(revision, cast.support, "ran_out")
        wait(cast, room, 14)
    wait(cast, room, 5)
    with pytest.raises(DatabaseError, match="only to its deputy"):
        handed(revision, cast.comms, "ran_out")
    with pytest.raises(DatabaseError, match="nobody who is away"):
        handed(revision, cast.support, "absent")
    with pytest.raises(DatabaseError, match=r"a_handover_has_a_known_reason|nobody who is away"):
        handed(revision, cast.support, "because")
    handed(revision, cast.support, "ran_out")
    with pytest.raises(DatabaseError, match="one_handover_per_deputy"):
        handed(revision, cast.support, "ran_out")
    sign(revision, cast.support, role=Role.LEGAL)


@pytest.mark.parametrize(("who", "why"), [("lead", "wrote no part"), ("guest", "of this room")])
def test_a_deputy_is_fit_to_sign(cast: Cast, room: Incident, who: str, why: str) -> None:
    deputy = getattr(cast, who)
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30, deputy=deputy.pk)])
    revision = an_asked_revision(cast, room)
    wait(cast, room, 31)
    with pytest.raises(DatabaseError, match=why):
        handed(revision, deputy, "ran_out")


def test_nobody_is_reminded_early_or_of_what_is_signed(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30)])
    revision = an_asked_revision(cast, room)
    with pytest.raises(DatabaseError, match="not yet time"):
        reminded(revision, "half_time")
    wait(cast, room, 16)
    with pytest.raises(DatabaseError, match="not yet time"):
        reminded(revision, "ran_out")
    reminded(revision, "half_time")
    sign_off(revision, seen_sha=revision.sha256, by=cast.counsel)
    with pytest.raises(DatabaseError, match="nobody is waited for"):
        reminded(revision, "half_time")


def reminded(revision: Revision, kind: str) -> None:
    note = post_note(revision.statement.incident, text="by hand", by=revision.author)
    run(
        "INSERT INTO approvals_reminder (slot_id, kind, entry_id, clock_at) VALUES (%s, %s, %s, now())",
        revision.request.slots.get().pk,
        kind,
        note.pk,
    )
