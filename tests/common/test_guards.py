import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction

from incidents.models import Incident, TimelineEntry
from tests.cast import Cast


def sqlstate(statement: str) -> str:
    """What Postgres answers to `statement`; empty when it lets it pass."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return str(getattr(error.__cause__, "sqlstate", ""))
    return ""


def guard(name: str) -> pgtrigger.Trigger:
    return next(each for each in TimelineEntry._meta.triggers if each.name == name)


def switch_off(trigger: pgtrigger.Trigger) -> str:
    """What anyone with a connection can say to a trigger of pgtrigger's own."""
    return f"SET LOCAL pgtrigger.ignore = '{{{trigger.get_pgid(TimelineEntry)}}}'; "


FORGE = "UPDATE incidents_timelineentry SET payload = '{}'"
ERASE = "DELETE FROM incidents_timelineentry"


@pytest.mark.parametrize("statement", [FORGE, ERASE])
def test_an_append_only_table_refuses(room: Incident, statement: str) -> None:
    assert TimelineEntry.objects.exists()
    assert sqlstate(statement) == "WR001"


@pytest.mark.parametrize("statement", [FORGE, ERASE])
def test_pgtriggers_own_switch_does_not_turn_a_guard_off(room: Incident, statement: str) -> None:
    with pgtrigger.ignore():
        assert sqlstate(statement) == "WR001"
    assert sqlstate(switch_off(guard("append_only")) + statement) == "WR001"


def test_which_turns_a_plain_trigger_off(room: Incident) -> None:
    """What guards are for, and the proof that the test above throws the right switch."""
    plain = pgtrigger.Protect(name="plain", operation=pgtrigger.Update)
    guard("append_only").uninstall(TimelineEntry)
    plain.install(TimelineEntry)
    assert sqlstate(FORGE) != ""
    assert sqlstate(switch_off(plain) + FORGE) == ""


def test_a_table_cannot_be_emptied_at_one_go(room: Incident) -> None:
    guard("never_truncated").install(TimelineEntry)  # tests go without; see conftest
    assert sqlstate("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE incidents_timelineentry CASCADE") == "WR001"


def test_appending_stays_possible(cast: Cast, room: Incident) -> None:
    before = TimelineEntry.objects.count()
    TimelineEntry.objects.create(incident=room, stream="working", type="note.posted", actor=cast.comms)
    assert TimelineEntry.objects.count() == before + 1
