"""Who may fill a slot, and what its clock allows: deputies and reminders."""

from approvals.models.gate.locks import hold_revision, refuse
from approvals.models.gate.proof import IS_SUPERSEDED

# Whether the role of "place", a row of incidents_participant, is what the story said last of that person. The row is
# for screens, and can be updated; the story cannot, and everyone has read it. Entries from before people were told by
# their id go by the name.
AS_TOLD = """place.role = (
        SELECT CASE told.type WHEN 'participant.removed' THEN NULL ELSE told.payload ->> 'role' END
        FROM incidents_timelineentry told
        WHERE told.incident_id = place.incident_id
            AND told.type IN ('participant.invited', 'participant.changed', 'participant.removed')
            AND CASE WHEN told.payload ->> 'person' IS NULL THEN told.payload ->> 'name' = (
                SELECT coalesce(nullif(who.name, ''), who.username) FROM accounts_user who
                WHERE who.id = place.person_id)
            ELSE told.payload ->> 'person' = place.person_id::text END
        ORDER BY told.recorded_at DESC LIMIT 1)"""

# A participant who is asked for nothing.
SITS_HERE = (
    f"place.incident_id = room.id AND place.removed_at IS NULL AND place.role <> 'guest' AND {AS_TOLD}"
)


def asked_of(slot: str) -> str:
    """SQL for whether "place" was asked to fill the slot whose row the expression `slot` names."""
    return f"(place.role = {slot}.role OR place.person_id = ANY ({slot}.people))"


def entitled(slot: str, person: str) -> str:
    """SQL for whether `person` may fill `slot` today: asked, by desk or by name, or standing in for who was.
    `Slot.admits` asks the same in Python."""
    return f"""EXISTS (
        SELECT FROM incidents_participant place
        WHERE {SITS_HERE} AND place.person_id = {person} AND ({asked_of(slot)} OR EXISTS (
            SELECT FROM approvals_handover handed
            WHERE handed.slot_id = {slot}.id AND handed.to_id = place.person_id)))"""


KEEP_ABSENCE = (
    refuse("TG_OP = 'DELETE'", "WR001", "an absence is ended, not deleted")
    + refuse(
        "OLD.ended_at IS NOT NULL OR to_jsonb(OLD) - 'ended_at' <> to_jsonb(NEW) - 'ended_at'",
        "WR001",
        "an absence is only ever ended, and once",
    )
    + "RETURN NEW;"
)


# What the room's clock says, once it is held.
ROOM_NOW = "clock_timestamp() - room.clock_offset"


HOLD_SLOT = (
    hold_revision(
        "(SELECT asked.revision_id FROM approvals_slot slot"
        " JOIN approvals_signoffrequest asked ON asked.id = slot.request_id WHERE slot.id = NEW.slot_id)"
    )
    + "SELECT * INTO STRICT given FROM approvals_slot WHERE id = NEW.slot_id;"
)


IS_FILLED = "EXISTS (SELECT FROM approvals_signoff WHERE slot_id = given.id)"


def has_run(part: str) -> str:
    """SQL for whether `part` of the time that the slot "given" allows is over; null when it allows any."""
    return f"approvals_turn_began(given.id) + {part} * given.minutes * interval '1 minute' <= {ROOM_NOW}"


ADMIT_HANDOVER = (
    HOLD_SLOT
    + refuse(f"{IS_SUPERSEDED} OR {IS_FILLED}", "WR041", "there is nothing left to hand over")
    + refuse(
        "NOT EXISTS (SELECT FROM incidents_participant place"
        f" WHERE {SITS_HERE} AND place.person_id = NEW.to_id)",
        "WR041",
        "a deputy is somebody of this room",
    )
    + refuse(
        "EXISTS (SELECT FROM approvals_revision own"
        " WHERE own.statement_id = held.id AND own.author_id = NEW.to_id)",
        "WR041",
        "a deputy wrote no part of it",
    )
    + refuse(
        f"NEW.reason = 'ran_out' AND (NEW.to_id = given.deputy_id AND {has_run('1')}) IS NOT TRUE",
        "WR041",
        "only to its deputy, and only when the time has run out",
    )
    + refuse(
        "NEW.reason <> 'ran_out' AND NOT EXISTS (SELECT FROM approvals_absence away"
        " JOIN incidents_participant place ON place.person_id = away.person_id"
        f" WHERE {SITS_HERE} AND {asked_of('given')} AND away.deputy_id = NEW.to_id"
        " AND away.starts_at <= clock_timestamp() AND away.ends_at > clock_timestamp()"
        " AND away.ended_at IS NULL"
        # Who wrote it, or has signed it, could not have filled the slot, and sends nobody in their place.
        " AND NOT EXISTS (SELECT FROM approvals_revision own"
        " WHERE own.statement_id = held.id AND own.author_id = away.person_id)"
        " AND NOT EXISTS (SELECT FROM approvals_signoff signed"
        " WHERE signed.revision_id = proof.id AND signed.person_id = away.person_id))",
        "WR041",
        "nobody who is away and could fill it has named them",
    )
    + "RETURN NEW;"
)


ADMIT_REMINDER = (
    HOLD_SLOT
    + refuse(f"{IS_SUPERSEDED} OR {IS_FILLED}", "WR042", "nobody is waited for any more")
    + refuse(
        f"(CASE NEW.kind WHEN 'half_time' THEN {has_run('0.5')} ELSE {has_run('1')} END) IS NOT TRUE",
        "WR042",
        "it is not yet time for that",
    )
    + "RETURN NEW;"
)
