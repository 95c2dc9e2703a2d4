"""The digest of a revision as its rows stand, by the rules of `approvals.models.Package`.

Postgres and Python escape JSON strings alike, so both arrive at the same bytes.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION approvals_fingerprint(revision bigint) RETURNS text LANGUAGE sql STABLE AS $$
SELECT encode(sha256(convert_to(
    '{"attachments":[],"channels":' || array_to_json(proof.channels)::text
    || ',"citations":[' || coalesce((
        SELECT string_agg(
            '[' || to_json(left(told.stream, 1) || told.n)::text || ',' || to_json(cited.wording)::text || ']',
            ',' ORDER BY cited.position)
        FROM approvals_citation cited JOIN incidents_timelineentry told ON told.id = cited.fact_id
        WHERE cited.revision_id = proof.id), '')
    || '],"language":' || to_json(proof.language)::text
    || ',"text":' || to_json(proof.text)::text || '}', 'UTF8')), 'hex')
FROM approvals_revision proof WHERE proof.id = revision
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, "DROP FUNCTION approvals_fingerprint(bigint)")]
