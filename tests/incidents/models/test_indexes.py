"""What the timeline is found by, as Postgres itself has it: a migration says names that the state knows nothing of."""

import pytest
from django.db import connection

from incidents.models import TimelineEntry

TABLE = TimelineEntry._meta.db_table


@pytest.mark.django_db
def test_the_room_and_the_actor_alone_have_no_index_and_are_still_bound() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid, pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass",
            [TABLE],
        )
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND convalidated AND conrelid = %s::regclass",
            [TABLE],
        )
        bound = {definition.partition(" DEFERRABLE")[0] for (definition,) in cursor}
    assert all(is_valid for is_valid, _definition in indexes)
    found_by = [definition.partition(" USING ")[2] for _is_valid, definition in indexes]
    assert "btree (refers_to_id)" in found_by
    assert not {"btree (incident_id)", "btree (actor_id)"} & set(found_by)
    assert any(by.startswith("btree (incident_id, occurred_at) WHERE") for by in found_by)
    assert bound == {
        "FOREIGN KEY (incident_id) REFERENCES incidents_incident(id)",
        "FOREIGN KEY (actor_id) REFERENCES accounts_user(id)",
        "FOREIGN KEY (refers_to_id) REFERENCES incidents_timelineentry(id)",
    }
