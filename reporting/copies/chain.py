"""The chain of hashes that makes a changed or missing entry show.

What is hashed names an earlier entry by its id, which is counted over all rooms: whoever holds two of them can tell
how much was recorded in between, anywhere. So it is for those alone from whom no room has anything to hide.
"""

from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from accounts.models import User
from incidents.models import Incident, Participant, Role, TimelineEntry
from reporting.copies.tables import as_lines

# What `TAKE_NUMBERS` in incidents/models/timeline_entry.py hashes, as it stands in the row now.
HASHED = """
SELECT id, encode(previous_hash, 'hex'), encode(hash, 'hex'), jsonb_build_array(
    incident_id, room_seq, stream, n, type, payload, actor_id, refers_to_id, strands,
    (extract(epoch FROM occurred_at) * 1000000)::bigint,
    (extract(epoch FROM recorded_at) * 1000000)::bigint,
    (extract(epoch FROM clock_at) * 1000000)::bigint)::text
FROM incidents_timelineentry WHERE id = ANY(%s) ORDER BY room_seq
"""


def is_for(person: User) -> bool:
    """Whether this person is cleared in every room there is."""
    cleared = Participant.objects.active().filter(person=person, is_cleared=True).exclude(role=Role.GUEST)
    return not Incident.objects.exclude(pk__in=cleared.values("incident")).exists()


def chain(rows: Sequence[TimelineEntry]) -> bytes:
    refs = {row.pk: row.ref for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(HASHED, [list(refs)])
        links = cursor.fetchall()
    return as_lines(
        {"ref": refs[pk], "previous_hash": previous, "hash": digest, "hashed": text}
        for pk, previous, digest, text in links
    )


def verifier() -> bytes:
    """A program that reads a copy and says whether it holds, for whoever receives one."""
    return (Path(__file__).parent / "verify.txt").read_bytes()
