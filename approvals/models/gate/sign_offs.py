"""What a sign-off is worth: when it is admitted, and when it has lapsed."""

from approvals.models.gate.locks import hold_revision, refuse
from approvals.models.gate.proof import CITES_A_REFUTED_FACT, IS_ANOTHER_TEXT, IS_SUPERSEDED, fact_state
from approvals.models.gate.reviews import BLOCKED
from approvals.models.gate.slots import entitled


def has_lapsed(signed: str) -> str:
    """SQL for whether the sign-off whose row the alias `signed` names has lapsed: a row says so, or the story
    says that a fact cited by what was signed has been refuted or struck since. Confirming it later undoes
    neither."""
    return (
        f"(EXISTS (SELECT FROM approvals_lapse lapse WHERE lapse.sign_off_id = {signed}.id)"
        " OR EXISTS (SELECT FROM approvals_citation cited JOIN incidents_timelineentry later"
        " ON later.refers_to_id = cited.fact_id AND later.type IN ('fact.refuted', 'entry.struck')"
        f" WHERE cited.revision_id = {signed}.revision_id AND later.recorded_at > {signed}.created_at))"
    )


ADMIT_LAPSE = (
    """
    SELECT * INTO STRICT signed FROM approvals_signoff WHERE id = NEW.sign_off_id;
    """
    + hold_revision("signed.revision_id")
    + refuse(
        "NOT EXISTS (SELECT FROM approvals_citation cited JOIN incidents_timelineentry later"
        " ON later.refers_to_id = cited.fact_id AND later.type IN ('fact.refuted', 'entry.struck')"
        " WHERE cited.revision_id = proof.id AND later.id = NEW.entry_id)",
        "WR070",
        "no fact that it rests on was refuted there",
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
        "approvals_turn_began(wanted.id) IS NULL", "WR027", "the slots of an earlier step are signed first"
    )
    + refuse(CITES_A_REFUTED_FACT, "WR025", "a cited fact has been refuted")
    + refuse(
        "NOT EXISTS (SELECT FROM approvals_slot other"
        " JOIN approvals_signoffrequest asked ON asked.id = other.request_id AND asked.revision_id = proof.id"
        " WHERE other.id <> NEW.slot_id"
        " AND NOT EXISTS (SELECT FROM approvals_signoff signed WHERE signed.slot_id = other.id"
        f" AND NOT {has_lapsed('signed')}))"
        f" AND {BLOCKED}",
        "WR026",
        "a comment has to be settled before the last desk signs",
    )
    + f"""
    NEW.fact_states := coalesce((
        SELECT jsonb_object_agg(left(told.stream, 1) || told.n, {fact_state("told.id")})
        FROM approvals_citation cited JOIN incidents_timelineentry told ON told.id = cited.fact_id
        WHERE cited.revision_id = proof.id), '{{}}');
    RETURN NEW;
    """
)
