"""What can be wrong with a revision that somebody wants to sign or to send."""

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
