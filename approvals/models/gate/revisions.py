"""What a statement's next revision may be, cite, enclose and correct."""

from approvals.models.gate.locks import hold_revision, hold_statement, refuse
from approvals.models.gate.proof import IS_SUPERSEDED, fact_state

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


ADMIT_ENCLOSURE = (
    hold_revision("NEW.revision_id")
    + refuse(
        f"{IS_SUPERSEDED} OR EXISTS (SELECT FROM approvals_signoffrequest WHERE revision_id = proof.id)",
        "WR010",
        "a revision that was put before others stays as it was",
    )
    + refuse(
        "NOT EXISTS (SELECT FROM approvals_attachment kept"
        " WHERE kept.id = NEW.attachment_id AND kept.incident_id = room.id)",
        "WR076",
        "an attachment belongs to its room",
    )
    + "RETURN NEW;"
)


# A correction is held to fewer signatures than other words, so it corrects what it says it does.
CORRECTS_ITS_LIKE = (
    refuse(
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM approvals_statement wrong"
        " WHERE wrong.id = NEW.corrects_id AND wrong.incident_id = NEW.incident_id"
        " AND wrong.kind = NEW.kind)",
        "WR072",
        "a correction is of the room and the kind of what it corrects",
    )
    + refuse(  # what went out belongs to the floor above and is only counted here
        "NEW.corrects_id IS NOT NULL AND EXISTS (SELECT FROM approvals_statement other"
        " WHERE other.corrects_id = NEW.corrects_id"
        " AND NOT EXISTS (SELECT FROM publishing_publication sent WHERE sent.statement_id = other.id)"
        " AND NOT EXISTS (SELECT FROM publishing_lineuse used JOIN approvals_revision own"
        " ON own.id = used.revision_id WHERE own.statement_id = other.id))",
        "WR078",
        "an earlier correction has not gone out",
    )
    + "RETURN NEW;"
)
