"""The part of the gate that Postgres keeps: what no view, admin page, shell or raw SQL can get around.

Every trigger takes the room's lock and then the statement's, like every deed, and only then looks. Each
refuses with a code of its own, which `REFUSALS` turns into a sentence. `approvals_fingerprint`, the digest of
a revision as its rows stand, comes with migration 0002.
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
    "WR076": _("That file belongs to another room."),
    "WR026": _("A comment has to be settled before the last desk signs."),
    "WR050": _("Those words do not stand there in the text. Choose the passage again."),
    "WR051": _("This was said in another stream, or about something else."),
    "WR052": _("There is nothing to decide about this comment."),
    "WR053": _("Only its author or someone of the same desk can settle this."),
    "WR054": _("The suggested words are not in the text, so they were not accepted."),
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

# A correction is held to fewer signatures than other words, so it corrects what it says it does.
CORRECTS_ITS_LIKE = (
    refuse(
        "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM approvals_statement wrong"
        " WHERE wrong.id = NEW.corrects_id AND wrong.incident_id = NEW.incident_id"
        " AND wrong.kind = NEW.kind)",
        "WR072",
        "a correction is of the room and the kind of what it corrects",
    )
    + "RETURN NEW;"
)


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


def last_outcome(review: str) -> str:
    """SQL for what was decided last about the review whose id the expression `review` gives; null for nothing."""
    return f"""(
        SELECT decided.outcome FROM approvals_resolution decided
        JOIN incidents_timelineentry said ON said.id = decided.entry_id
        WHERE decided.review_id = {review} ORDER BY said.room_seq DESC LIMIT 1)"""


# Of any revision of the statement: what had to be settled first, and is not. `Review.stops` says the same.
BLOCKED = (
    "EXISTS (SELECT FROM approvals_review review"
    " JOIN approvals_revision about ON about.id = review.revision_id AND about.statement_id = held.id"
    f" CROSS JOIN LATERAL (SELECT coalesce({last_outcome('review.id')}, 'reopened') AS outcome) came"
    " WHERE review.is_blocking AND (came.outcome = 'reopened'"
    " OR (came.outcome = 'accepted' AND strpos(proof.text, review.replacement) = 0)))"
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
    SELECT slot.role INTO wanted FROM approvals_slot slot
        JOIN approvals_signoffrequest asked ON asked.id = slot.request_id
        WHERE slot.id = NEW.slot_id AND asked.revision_id = proof.id;
    """
    + refuse("wanted IS NULL", "WR023", "the slot belongs to another revision")
    + refuse(
        "NOT EXISTS (SELECT FROM incidents_participant place"
        " WHERE place.incident_id = room.id AND place.person_id = NEW.person_id"
        " AND place.removed_at IS NULL AND place.role = wanted)",
        "WR024",
        "the slot is for another role",
    )
    + refuse(CITES_A_REFUTED_FACT, "WR025", "a cited fact has been refuted")
    + refuse(
        "NOT EXISTS (SELECT FROM approvals_slot other"
        " JOIN approvals_signoffrequest asked ON asked.id = other.request_id AND asked.revision_id = proof.id"
        " WHERE other.id <> NEW.slot_id"
        " AND NOT EXISTS (SELECT FROM approvals_signoff WHERE slot_id = other.id))"
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
        WHERE place.incident_id = room.id AND place.person_id = NEW.by_id AND place.removed_at IS NULL;
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
        "NEW.outcome = 'accepted' AND NOT EXISTS (SELECT FROM approvals_revision made"
        " WHERE made.statement_id = held.id AND made.author_id = NEW.by_id"
        " AND strpos(made.text, about.replacement) > 0 AND made.number = ("
        "SELECT max(number) FROM approvals_revision WHERE statement_id = held.id) AND made.number > proof.number)",
        "WR054",
        "the words are not in the text that they wrote",
    )
    + "RETURN NEW;"
)
