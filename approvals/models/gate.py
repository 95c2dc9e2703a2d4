"""The part of the gate that Postgres keeps: what no view, admin page, shell or raw SQL can get around.

Every trigger takes the room's lock and then the statement's, like every deed, and only then looks. Each
refuses with a code of its own, which `REFUSALS` turns into a sentence. `approvals_fingerprint`, the digest of
a revision as its rows stand, comes with migration 0002; `approvals_turn_began` (since when a slot has its
turn, null while an earlier step is not full) and `approvals_demanded` (what the policies in force ask for) with
migration 0005.
"""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "WR010": _("There is a newer revision of this statement."),
    "WR011": _("Only a fact of this room that has not been refuted, and is not privileged, can be cited."),
    "WR020": _("There is a newer revision of this statement."),
    "WR021": _("This is not the text that was on your screen."),
    "WR022": _("You wrote part of this statement, so someone else has to sign it."),
    "WR023": _("Your desk was not asked to sign this revision."),
    "WR024": _("Your desk was not asked to sign this revision."),
    "WR025": _("This cites a fact that has been refuted."),
    "WR026": _("It is not your turn yet: others sign before you."),
    "WR040": _("A sign-off policy cannot ask for that."),
    "WR041": _("This slot cannot be handed over to them, or not yet."),
    "WR042": _("It is too early for that, or too late."),
}

# Variables that the snippets below fill in.
HELD = [
    ("room", "incidents_incident%ROWTYPE"),
    ("held", "approvals_statement%ROWTYPE"),
    ("proof", "approvals_revision%ROWTYPE"),
]


def hold_statement(statement: str) -> str:
    """SQL that locks the room and then the statement whose id the expression `statement` gives.

    What is read afterwards is what others have committed, which only READ COMMITTED promises.
    """
    return f"""
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the gate must see what is committed: use READ COMMITTED' USING ERRCODE = 'WR009';
    END IF;
    SELECT * INTO STRICT room FROM incidents_incident
        WHERE id = (SELECT incident_id FROM approvals_statement WHERE id = {statement}) FOR UPDATE;
    SELECT * INTO STRICT held FROM approvals_statement WHERE id = {statement} FOR UPDATE;
    """


def hold_revision(revision: str) -> str:
    """The same for the statement of the revision whose id the expression `revision` gives."""
    return f"""
    SELECT * INTO STRICT proof FROM approvals_revision WHERE id = {revision};
    {hold_statement("proof.statement_id")}
    """


def refuse(condition: str, code: str, message: str) -> str:
    """SQL that refuses when `condition` holds."""
    return f"""
    IF {condition} THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = '{code}';
    END IF;
    """


IS_SUPERSEDED = (
    "EXISTS (SELECT FROM approvals_revision later"
    " WHERE later.statement_id = held.id AND later.number > proof.number)"
)
IS_ANOTHER_TEXT = (
    "NEW.sha256 IS DISTINCT FROM proof.sha256"
    " OR approvals_fingerprint(proof.id) IS DISTINCT FROM proof.sha256"
)


def fact_state(fact: str) -> str:
    """SQL for the state of the fact whose id the expression `fact` gives: what the story said of it last. The
    column of the same name is for screens, and can be updated; the story cannot."""
    return f"""coalesce((
        SELECT CASE later.type WHEN 'fact.confirmed' THEN 'confirmed' ELSE 'refuted' END
        FROM incidents_timelineentry later
        WHERE later.refers_to_id = {fact} AND later.type IN ('fact.confirmed', 'fact.refuted', 'entry.struck')
        ORDER BY later.recorded_at DESC LIMIT 1), 'unverified')"""


CITES_A_REFUTED_FACT = (
    "EXISTS (SELECT FROM approvals_citation cited"
    f" WHERE cited.revision_id = proof.id AND {fact_state('cited.fact_id')} = 'refuted')"
)

# The same as a policy's `slots` must be: objects with exactly these members, for a desk or for named people.
SOUND_ELEMENT = """
    CASE WHEN jsonb_typeof(element) <> 'object' OR jsonb_typeof(element->'people') <> 'array' THEN false
    ELSE element ?& array['role', 'people', 'count', 'step', 'deputy', 'minutes']
        AND element - array['role', 'people', 'count', 'step', 'deputy', 'minutes'] = '{}'
        AND element->>'role' IN ('', 'lead', 'comms', 'legal', 'support', 'executive')
        AND (element->>'role' = '') = (element->'people' <> '[]')
        AND NOT EXISTS (SELECT FROM jsonb_array_elements(element->'people') named WHERE NOT EXISTS (
            SELECT FROM accounts_user person WHERE to_jsonb(person.id) = named))
        AND (SELECT count(DISTINCT named) FROM jsonb_array_elements(element->'people') named)
            = jsonb_array_length(element->'people')
        AND jsonb_typeof(element->'count') = 'number' AND element->>'count' ~ '^[1-9]$'
        AND (element->>'role' <> '' OR element->>'count' <= jsonb_array_length(element->'people')::text
            OR jsonb_array_length(element->'people') > 9)
        AND jsonb_typeof(element->'step') = 'number' AND element->>'step' ~ '^[1-9]$'
        AND (element->'minutes' = 'null'
            OR jsonb_typeof(element->'minutes') = 'number' AND element->>'minutes' ~ '^[1-9][0-9]{0,4}$')
        AND (element->'deputy' = 'null' OR NOT (element->'people') @> (element->'deputy') AND EXISTS (
            SELECT FROM accounts_user person WHERE to_jsonb(person.id) = element->'deputy'))
    END
"""

ADMIT_POLICY = (
    refuse("jsonb_typeof(NEW.slots) <> 'array'", "WR040", "the slots of a policy are a list")
    + refuse(
        f"EXISTS (SELECT FROM jsonb_array_elements(NEW.slots) element WHERE ({SOUND_ELEMENT}) IS NOT TRUE)",
        "WR040",
        "the slots of a policy say who, how many, in which step, with which deputy and time",
    )
    + "RETURN NEW;"
)

# A participant who is asked for nothing: "place" stands for a row of incidents_participant.
SITS_HERE = "place.incident_id = room.id AND place.removed_at IS NULL AND place.role <> 'guest'"


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
        " AND away.ended_at IS NULL)",
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

KEEP_COUNT = (
    hold_statement("NEW.statement_id")
    + refuse(
        "NEW.number <> 1 + coalesce("
        "(SELECT max(number) FROM approvals_revision WHERE statement_id = held.id), 0)",
        "WR010",
        "a revision follows the current one",
    )
    + "RETURN NEW;"
)

ADMIT_CITATION = (
    hold_revision("NEW.revision_id")
    + refuse(
        f"{IS_SUPERSEDED} OR EXISTS (SELECT FROM approvals_signoffrequest WHERE revision_id = proof.id)",
        "WR010",
        "a revision that was put before others stays as it was",
    )
    + refuse(
        "NOT EXISTS (SELECT FROM incidents_fact fact"
        " JOIN incidents_timelineentry told ON told.id = fact.entry_id"
        " WHERE fact.entry_id = NEW.fact_id AND fact.incident_id = room.id AND fact.text = NEW.wording"
        f" AND {fact_state('fact.entry_id')} <> 'refuted' AND told.stream <> 'privileged')",
        "WR011",
        "this fact cannot be cited here, or not in these words",
    )
    + "RETURN NEW;"
)

ADMIT_SIGN_OFF = (
    hold_revision("NEW.revision_id")
    + refuse(IS_SUPERSEDED, "WR020", "only the current revision can be signed")
    + refuse(IS_ANOTHER_TEXT, "WR021", "the sign-off is for another text")
    + refuse(
        "EXISTS (SELECT FROM approvals_revision own"
        " WHERE own.statement_id = held.id AND own.author_id = NEW.person_id)",
        "WR022",
        "nobody signs a statement they wrote any part of",
    )
    + """
    SELECT slot.* INTO wanted FROM approvals_slot slot
        JOIN approvals_signoffrequest asked ON asked.id = slot.request_id
        WHERE slot.id = NEW.slot_id AND asked.revision_id = proof.id;
    """
    + refuse("wanted.id IS NULL", "WR023", "the slot belongs to another revision")
    + refuse(f"NOT {entitled('wanted', 'NEW.person_id')}", "WR024", "the slot is for another role")
    + refuse(
        "approvals_turn_began(wanted.id) IS NULL", "WR026", "the slots of an earlier step are signed first"
    )
    + refuse(CITES_A_REFUTED_FACT, "WR025", "a cited fact has been refuted")
    + f"""
    NEW.fact_states := coalesce((
        SELECT jsonb_object_agg(left(told.stream, 1) || told.n, {fact_state("told.id")})
        FROM approvals_citation cited JOIN incidents_timelineentry told ON told.id = cited.fact_id
        WHERE cited.revision_id = proof.id), '{{}}');
    RETURN NEW;
    """
)
