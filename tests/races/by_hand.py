"""Somebody with a database shell, past every action: only what Postgres keeps stands in the way."""

from django.db import DatabaseError, connection

from approvals.models import Revision, Slot
from common.verdicts import Refused

ENTRY = """
    WITH told AS (
        INSERT INTO incidents_timelineentry (incident_id, room_seq, stream, n, type, payload, actor_id, strands,
            previous_hash, hash, search_text)
        VALUES (%(room)s, 0, 'briefing', 0, 'note.posted', '{"text": "by hand"}', %(by)s, '{}', '', '', '')
        RETURNING id)
"""
PUBLICATION = """
    INSERT INTO publishing_publication (incident_id, statement_id, revision_id, entry_id, channel, url, sha256,
        published_by_id, published_at, clock_at, note)
    SELECT %(room)s, %(statement)s, %(revision)s, told.id, %(channel)s, '', %(sha256)s, %(by)s, now(), now(), ''
    FROM told
"""
SIGN_OFF = """
    INSERT INTO approvals_signoff (revision_id, slot_id, entry_id, person_id, sha256, fact_states, created_at,
        clock_at)
    SELECT %(revision)s, %(slot)s, told.id, %(by)s, %(sha256)s, '{}', now(), now() FROM told
"""


def publish_by_hand(revision: Revision, channel: str, *, by: int) -> bool:
    """Raises Refused when Postgres said no; whatever else it may say is a fault."""
    return _write(PUBLICATION, revision, by=by, channel=channel)


def sign_by_hand(revision: Revision, slot: Slot, *, by: int) -> bool:
    """The same for a signature. The slot need not be one of `revision`'s."""
    return _write(SIGN_OFF, revision, by=by, slot=slot.pk)


def _write(sql: str, revision: Revision, *, by: int, **more: str | int) -> bool:
    said = {
        "room": revision.statement.incident_id,
        "statement": revision.statement_id,
        "revision": revision.pk,
        "sha256": revision.sha256,
        "by": by,
        **more,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(ENTRY + sql, said)
            return True
    except DatabaseError as error:
        code = str(getattr(error.__cause__, "sqlstate", ""))
        if not (code.startswith("WR0") or code == "23505"):  # a guard's no, or "only one"
            raise
        raise Refused(f"{code}: {error}") from error
