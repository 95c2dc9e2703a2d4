"""A room as its rows tell it, read once and with plain SQL: what the oracle judges by."""

import json
from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection

Row = dict[str, Any]
# Who a signature has to come from: anybody of a desk, or one of these people.
Who = tuple[str, tuple[int, ...]]


JSONB = 3802  # the type's number in Postgres; Django leaves it as text


def rows(sql: str, *values: object) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        columns = cursor.description
        found = [dict(zip((each.name for each in columns), row, strict=True)) for row in cursor.fetchall()]
    for name in [column.name for column in columns if column.type_code == JSONB]:
        for each in found:
            each[name] = json.loads(each[name]) if isinstance(each[name], str) else each[name]
    return found


def has(table: str) -> bool:
    return rows("SELECT to_regclass(%s) IS NOT NULL AS there", table)[0]["there"]


class Record:
    """Moments are places in the room's timeline: "at 17" is before the entry with that number."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.entries = rows(
            "SELECT * FROM incidents_timelineentry WHERE incident_id = %s ORDER BY room_seq", room
        )
        self.place = {each["id"]: each["room_seq"] for each in self.entries}
        self.statements = {
            each["id"]: each
            for each in rows("SELECT * FROM approvals_statement WHERE incident_id = %s", room)
        }
        self.sign_offs_lapse = has("approvals_lapse")
        self.publications = rows(
            "SELECT * FROM publishing_publication WHERE incident_id = %s ORDER BY id", room
        )

    def _about_statements(self, sql: str) -> list[Row]:
        """Rows of this room's statements, each with its place in the story if an entry tells of it."""
        found = rows(f"{sql} WHERE r.statement_id = ANY(%s) ORDER BY x.id", list(self.statements))
        for each in found:
            each["at"] = self.place.get(each.get("entry_id"), 0)
        return found

    # -- people and the room, from the story alone

    @cached_property
    def _people(self) -> dict[str, int]:
        """By the name that entries call them."""
        found = rows("SELECT id, coalesce(nullif(name, ''), username) AS called FROM accounts_user")
        people = {each["called"]: each["id"] for each in found}
        assert len(people) == len(found), "two people of one name cannot be told apart in the story"
        return people

    @cached_property
    def _comings_and_goings(self) -> dict[int, list[tuple[int, str]]]:
        """Of each person, from where in the story they had which role; an empty one: they had left."""
        told = defaultdict(list)
        for entry in self.entries:
            if entry["type"] in ("participant.invited", "participant.changed", "participant.removed"):
                said = entry["payload"]
                role = "" if entry["type"] == "participant.removed" else said["role"]
                told[self._people[said["name"]]].append((entry["room_seq"], role))
        return told

    def role(self, person: int, at: int) -> str:
        before = [role for seq, role in self._comings_and_goings[person] if seq < at]
        return before[-1] if before else ""

    def severity(self, at: int) -> int:
        told = [
            entry["payload"]["severity"]
            for entry in self.entries
            if entry["type"] in ("room.opened", "room.changed") and entry["room_seq"] < at
        ]
        return int(told[-1])

    # -- facts

    @cached_property
    def _settlements(self) -> dict[int, list[tuple[int, str]]]:
        states = {"fact.confirmed": "confirmed", "fact.refuted": "refuted", "entry.struck": "refuted"}
        told = defaultdict(list)
        for entry in self.entries:
            if entry["type"] in states and entry["refers_to_id"]:
                told[entry["refers_to_id"]].append((entry["room_seq"], states[entry["type"]]))
        return told

    def state(self, fact: int, at: int) -> str:
        before = [state for seq, state in self._settlements[fact] if seq < at]
        return before[-1] if before else "unverified"

    def was_refuted(self, fact: int, since: int, at: int) -> bool:
        """Whether it was refuted at any moment between the two, even if it was confirmed again."""
        return any(state == "refuted" and since < seq < at for seq, state in self._settlements[fact])

    # -- statements and what was said of them

    @cached_property
    def revisions(self) -> list[Row]:
        return self._about_statements(
            "SELECT x.*, x.statement_id AS statement FROM approvals_revision x JOIN approvals_revision r ON r.id = x.id"
        )

    @cached_property
    def citations(self) -> list[Row]:
        return self._about_statements(
            "SELECT x.*, left(t.stream, 1) || t.n AS ref FROM approvals_citation x"
            " JOIN approvals_revision r ON r.id = x.revision_id JOIN incidents_timelineentry t ON t.id = x.fact_id"
        )

    @cached_property
    def requests(self) -> list[Row]:
        return self._about_statements(
            "SELECT x.* FROM approvals_signoffrequest x JOIN approvals_revision r ON r.id = x.revision_id"
        )

    @cached_property
    def slots(self) -> list[Row]:
        found = self._about_statements(
            "SELECT x.*, q.revision_id FROM approvals_slot x JOIN approvals_signoffrequest q ON q.id = x.request_id"
            " JOIN approvals_revision r ON r.id = q.revision_id"
        )
        for each in found:
            each["who"] = (each["role"], tuple(each.get("people") or ()))
        return found

    @cached_property
    def sign_offs(self) -> list[Row]:
        return self._about_statements(
            "SELECT x.* FROM approvals_signoff x JOIN approvals_revision r ON r.id = x.revision_id"
        )

    @cached_property
    def reviews(self) -> list[Row]:
        return self._about_statements(
            "SELECT x.* FROM approvals_review x JOIN approvals_revision r ON r.id = x.revision_id"
        )

    def cited(self, revision: int) -> list[Row]:
        return sorted(
            (each for each in self.citations if each["revision_id"] == revision), key=lambda c: c["position"]
        )

    # -- tables that may not be there yet

    def _if_there(self, table: str) -> list[Row]:
        """Those of this room, with their place in its story."""
        if not has(table):
            return []
        found = [each for each in rows(f"SELECT * FROM {table}") if each["entry_id"] in self.place]
        for each in found:
            each["at"] = self.place[each["entry_id"]]
        return found

    @cached_property
    def handovers(self) -> list[Row]:
        return self._if_there("approvals_handover")

    @cached_property
    def glasses(self) -> dict[int, Row]:
        return {each["id"]: each for each in self._if_there("publishing_breakglass")}

    @cached_property
    def seconds(self) -> dict[int, Row]:
        return {each["break_glass_id"]: each for each in self._if_there("publishing_second")}

    @cached_property
    def _resolutions(self) -> list[Row]:
        return sorted(self._if_there("approvals_resolution"), key=lambda each: each["at"])

    def outcome(self, review: int, at: int) -> str:
        """What was decided about it last; what nobody has decided about is open."""
        decided = [
            each["outcome"] for each in self._resolutions if each["review_id"] == review and each["at"] < at
        ]
        return decided[-1] if decided else "reopened"

    def attached(self, revision: int) -> list[Row]:
        if not has("approvals_enclosure"):
            return []
        return rows(
            "SELECT a.name, a.sha256 FROM approvals_enclosure e"
            " JOIN approvals_attachment a ON a.id = e.attachment_id"
            " WHERE e.revision_id = %s ORDER BY e.position",
            revision,
        )

    # -- what was asked for

    @cached_property
    def _policies(self) -> list[Row]:
        return rows("SELECT * FROM approvals_signoffpolicy ORDER BY id")

    def demands(self, revision: Row, at: int, moment: datetime) -> dict[Who, int]:
        """How many signatures of whom the policies ask for that stood at `moment`: their union."""
        latest = {
            (each["name"], each.get("incident_id")): each
            for each in self._policies
            if each["created_at"] <= moment
        }
        statement = self.statements[revision["statement_id"]]
        wanted: dict[Who, int] = {}
        for policy in latest.values():
            if self._applies(policy, statement, revision, at):
                for slot in _slots(policy):
                    who = (slot.get("role") or "", tuple(slot.get("people") or ()))
                    wanted[who] = max(wanted.get(who, 0), slot.get("count", 1))
        return wanted

    def _applies(self, policy: Row, statement: Row, revision: Row, at: int) -> bool:
        is_correction = statement.get("corrects_id") is not None
        return (
            policy.get("incident_id") in (None, self.room)
            and (policy.get("occasion") or "ordinary") == ("correction" if is_correction else "ordinary")
            and _meets(policy["severities"], [self.severity(at)])
            and _meets(policy["kinds"], [statement["kind"]])
            and _meets(policy["channels"], revision["channels"])
            and _meets(policy.get("strands"), statement["strands"])
        )


def _slots(policy: Row) -> list[Row]:
    return policy["slots"] if "slots" in policy else [{"role": role} for role in policy["roles"]]


def _meets(listed: list[Any] | None, given: list[Any]) -> bool:
    """An empty list in a policy means all."""
    return not listed or bool(set(listed) & set(given))
