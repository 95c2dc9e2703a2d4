"""What may be said about a revision, what may be decided about that, and what holds a statement up."""

from approvals.models.gate.locks import hold_revision, refuse
from approvals.models.gate.proof import IS_SUPERSEDED
from approvals.models.gate.slots import AS_TOLD


def last_outcome(review: str) -> str:
    """SQL for what was decided last about the review whose id the expression `review` gives; null for nothing."""
    return f"""(
        SELECT decided.outcome FROM approvals_resolution decided
        JOIN incidents_timelineentry said ON said.id = decided.entry_id
        WHERE decided.review_id = {review} ORDER BY said.room_seq DESC LIMIT 1)"""


def times(quote: str, text: str) -> str:
    """SQL for how often the expression `quote` stands in `text`, without overlaps, like Python's str.count."""
    return f"(char_length({text}) - char_length(replace({text}, {quote}, ''))) / char_length({quote})"


# Of any revision of the statement: what had to be settled first, and is not, or was undone by the words that are to
# go out. `Review.stops` and `Resolution.is_undone_by` say the same.
BLOCKED = (
    "EXISTS (SELECT FROM approvals_review review"
    " JOIN approvals_revision about ON about.id = review.revision_id AND about.statement_id = held.id"
    " LEFT JOIN LATERAL (SELECT decided.outcome, made.text FROM approvals_resolution decided"
    " JOIN incidents_timelineentry said ON said.id = decided.entry_id"
    " LEFT JOIN approvals_revision made ON made.id = decided.made_id"
    " WHERE decided.review_id = review.id ORDER BY said.room_seq DESC LIMIT 1) came ON true"
    " WHERE review.is_blocking AND (coalesce(came.outcome, 'reopened') = 'reopened'"
    " OR (came.outcome = 'accepted' AND (strpos(proof.text, review.replacement) = 0"
    f" OR {times('review.quote', 'proof.text')} > {times('review.quote', 'came.text')}))))"
)


ADMIT_REVIEW = (
    hold_revision("NEW.revision_id")
    + refuse(
        "NEW.quote <> '' AND substring(proof.text FROM NEW.position + 1 FOR char_length(NEW.quote)) <> NEW.quote",
        "WR050",
        "the passage does not stand there in the text",
    )
    + refuse(
        "NOT EXISTS (SELECT FROM incidents_timelineentry told"
        " WHERE told.id = NEW.entry_id AND told.incident_id = room.id AND told.stream = NEW.stream)",
        "WR051",
        "a review stands in the stream of its entry",
    )
    + "RETURN NEW;"
)


# Who holds something up lets go of it, or their desk does. Everything else anyone with the pen decides.
ADMIT_RESOLUTION = (
    "SELECT * INTO STRICT about FROM approvals_review WHERE id = NEW.review_id;"
    + hold_revision("about.revision_id")
    + f"""
    SELECT payload ->> 'role' INTO desk FROM incidents_timelineentry WHERE id = about.entry_id;
    SELECT place.role INTO mine FROM incidents_participant place
        WHERE place.incident_id = room.id AND place.person_id = NEW.by_id AND place.removed_at IS NULL AND {AS_TOLD};
    last := coalesce({last_outcome("about.id")}, 'reopened');
    """
    + refuse(
        "about.stream = 'privileged' OR (NEW.outcome = 'reopened') = (last = 'reopened')"
        " OR (NEW.outcome IN ('accepted', 'rejected') AND about.replacement IS NULL)"
        " OR NOT EXISTS (SELECT FROM incidents_timelineentry told"
        " WHERE told.id = NEW.entry_id AND told.incident_id = room.id AND told.stream = about.stream)",
        "WR052",
        "nothing is to be decided about it, or not that",
    )
    + refuse(
        "mine IS NULL OR (NEW.by_id <> about.author_id"
        " AND (mine NOT IN ('lead', 'comms', 'legal', 'support')"
        " OR (NEW.outcome IN ('resolved', 'rejected') AND mine IS DISTINCT FROM desk"
        f" AND (about.is_blocking OR (about.kind = 'changes_requested' AND NOT {IS_SUPERSEDED})))))",
        "WR053",
        "only its author or their desk lets go of it",
    )
    + refuse(
        "(NEW.outcome = 'accepted') <> (NEW.made_id IS NOT NULL)"
        " OR NEW.outcome = 'accepted' AND NOT EXISTS (SELECT FROM approvals_revision made"
        " WHERE made.id = NEW.made_id AND made.statement_id = held.id AND made.author_id = NEW.by_id"
        " AND strpos(made.text, about.replacement) > 0 AND made.number = ("
        "SELECT max(number) FROM approvals_revision WHERE statement_id = held.id) AND made.number > proof.number)",
        "WR054",
        "the words are not in the text that they wrote",
    )
    + "RETURN NEW;"
)
