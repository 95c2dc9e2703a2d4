from uuid import uuid4

import pytest
from django.utils.translation import get_language, override

from approvals.actions import rooms
from approvals.actions.rooms import open_room_with_holding_statement
from approvals.models import StatementKind, StatementState
from common.verdicts import Refused
from incidents.models import Incident, Kind, Severity
from tests.cast import Cast


@pytest.mark.parametrize("kind", Kind)
def test_a_holding_statement_is_waiting_when_the_room_opens(cast: Cast, kind: Kind) -> None:
    room = open_room_with_holding_statement(
        title="It begins", severity=Severity.SEV2, kind=kind, by=cast.lead
    )
    statement = room.statements.get()
    assert (statement.kind, statement.state, statement.created_by) == (
        StatementKind.HOLDING,
        StatementState.DRAFT,
        cast.lead,
    )
    assert statement.current.channels


def test_two_presses_open_one_room_with_one_statement(cast: Cast) -> None:
    key = uuid4()
    for _press in range(2):
        room = open_room_with_holding_statement(
            title="It begins", severity=Severity.SEV1, kind=Kind.OTHER, by=cast.lead, key=key
        )
    assert Incident.objects.get() == room
    assert room.statements.count() == 1


def test_another_room_under_a_used_key_is_refused(cast: Cast) -> None:
    room = {"severity": Severity.SEV1, "kind": Kind.OTHER, "by": cast.lead, "key": uuid4()}
    open_room_with_holding_statement(title="It begins", **room)
    with pytest.raises(Refused, match="sent before"):
        open_room_with_holding_statement(title="Something else", **room)


def test_a_holding_statement_is_called_so_in_the_language_of_its_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "_", lambda words: f"{get_language()}: {words}")
    with override("ko"):
        room = open_room_with_holding_statement(
            title="It begins", severity=Severity.SEV2, kind=Kind.OTHER, by=cast.lead
        )
    statement = room.statements.get()
    assert statement.title == f"{statement.current.language}: Holding statement"
