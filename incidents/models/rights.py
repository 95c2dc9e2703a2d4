"""The number of a room that moves whenever somebody may read more of it, or less."""

import pgtrigger

from common.guards import Guard

# A place as far as rights go. Compared as sets: two people who swap their roles have changed. Both ways, because
# a place that goes to another room concerns both rooms.
CHANGED = """
SELECT incident_id FROM (
    SELECT incident_id, person_id, role, is_cleared, removed_at FROM was
    EXCEPT SELECT incident_id, person_id, role, is_cleared, removed_at FROM now
) AS gone
UNION
SELECT incident_id FROM (
    SELECT incident_id, person_id, role, is_cleared, removed_at FROM now
    EXCEPT SELECT incident_id, person_id, role, is_cleared, removed_at FROM was
) AS come
"""

# Locked in one order, so that two people may leave all of their rooms at the same time. A deed holds its room
# already.
MOVE = """
PERFORM FROM incidents_incident WHERE id = ANY(rooms) ORDER BY id FOR NO KEY UPDATE;
UPDATE incidents_incident SET rights_version = rights_version + 1 WHERE id = ANY(rooms);
RETURN NULL;
"""


def moves_rights() -> list[Guard]:
    """Triggers of the participants that move `Incident.rights_version` of every room a statement touched, in
    its own transaction, once per statement and room.

    Whoever follows a room asks again who may read what only when that number has moved, and no caller can be
    relied on to remember it: a place that ends by `QuerySet.update`, the admin or raw SQL closes its open pages
    as well.
    """
    return [
        _guard("joining", pgtrigger.Insert, "SELECT incident_id FROM now", new="now"),
        _guard("changing", pgtrigger.Update, CHANGED, old="was", new="now"),
        _guard("deleting", pgtrigger.Delete, "SELECT incident_id FROM was", old="was"),
        _guard("truncating", pgtrigger.Truncate, "SELECT id FROM incidents_incident"),
    ]


def _guard(how: str, operation: pgtrigger.Operation, rooms: str, **rows: str) -> Guard:
    """Moves the rooms that the query `rooms` finds; `rows` name the rows of before and after for it."""
    return Guard(
        name=f"{how}_moves_rights",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows) if rows else None,
        declare=[("rooms", "bigint[]")],
        func=f"rooms := ARRAY({rooms});{MOVE}",
    )
