"""What every guard begins with: the room's lock, then the statement's, and what is committed by then."""

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
