"""A second opinion on every publication, from rows alone.

It shares no code with the gate: it replays the room in the order of its timeline, knows who was who from the
rows of participants, and computes digests on its own. What it finds would be a text that went out unsigned.
"""

import hashlib
import json
from typing import Any

from django.db import connection


def rows(sql: str, *values: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def unsigned_publications() -> list[str]:
    """Why each publication that should not exist should not: one sentence each, empty when all is well."""
    out = rows(
        "SELECT p.*, told.room_seq AS at FROM publishing_publication p"
        " JOIN incidents_timelineentry told ON told.id = p.entry_id"
    )
    return [f"publication {each['id']}: {fault}" for each in out for fault in faults_of(each)]


def faults_of(publication: dict[str, Any]) -> list[str]:
    at = publication["at"]
    revisions = rows(
        "SELECT r.*, told.room_seq AS at FROM approvals_revision r"
        " JOIN incidents_timelineentry told ON told.id = r.entry_id WHERE r.statement_id = %s",
        publication["statement_id"],
    )
    before = [each for each in revisions if each["at"] < at]
    current = max(before, key=lambda each: each["number"])
    faults = []
    if current["id"] != publication["revision_id"]:
        return [f"revision {current['number']} was current"]
    if publication["channel"] not in current["channels"]:
        faults.append("the channel was not signed for")
    if not publication["sha256"] == current["sha256"] == digest(current):
        faults.append("the digest is not that of the text")
    signers = rows(
        "SELECT s.person_id, s.sha256, slot.role, place.role AS place, told.room_seq AS at"
        " FROM approvals_signoff s JOIN approvals_slot slot ON slot.id = s.slot_id"
        " JOIN incidents_timelineentry told ON told.id = s.entry_id"
        " JOIN incidents_participant place ON place.person_id = s.person_id AND place.incident_id = %s"
        " WHERE s.revision_id = %s AND place.removed_at IS NULL",
        publication["incident_id"],
        current["id"],
    )
    signers = [each for each in signers if each["at"] < at and each["sha256"] == current["sha256"]]
    for role in ("comms", "legal"):
        if not any(each["role"] == role == each["place"] for each in signers):
            faults.append(f"{role} had not signed")
    if {each["person_id"] for each in signers} & {each["author_id"] for each in before}:
        faults.append("an author signed")
    faults += [f"fact {ref} was refuted" for ref in refuted_citations(current["id"], at)]
    return faults


def digest(revision: dict[str, Any]) -> str:
    cited = rows(
        "SELECT left(told.stream, 1) || told.n AS ref, c.wording FROM approvals_citation c"
        " JOIN incidents_timelineentry told ON told.id = c.fact_id WHERE c.revision_id = %s ORDER BY c.position",
        revision["id"],
    )
    signed = {
        "text": revision["text"],
        "channels": revision["channels"],
        "language": revision["language"],
        "citations": [[each["ref"], each["wording"]] for each in cited],
        "attachments": [],
    }
    canonical = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def refuted_citations(revision: int, at: int) -> list[str]:
    """Cited facts whose last word on the timeline before `at` was a refutation."""
    told = rows(
        "SELECT DISTINCT ON (c.fact_id) c.fact_id, said.type FROM approvals_citation c"
        " JOIN incidents_timelineentry said ON said.refers_to_id = c.fact_id"
        " WHERE c.revision_id = %s AND said.room_seq < %s"
        " AND said.type IN ('fact.confirmed', 'fact.refuted')"
        " ORDER BY c.fact_id, said.room_seq DESC",
        revision,
        at,
    )
    return [str(each["fact_id"]) for each in told if each["type"] == "fact.refuted"]
