"""What the search reads, kept by Postgres beside the words themselves.

English goes through its stemmer, one word at a time: left to itself, Postgres would keep an address such as
fan.example whole and find it by no part of it. Korean has none in Postgres, and its two-syllable words make no trigram, so
words beyond ASCII are kept as letter pairs. Unassigned to the model on purpose: no page ever loads them.
"""

from django.db import migrations

FORWARDS = r"""
CREATE FUNCTION search_bigrams(value text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(word, i, 2)), '{}')
    FROM regexp_split_to_table(lower(normalize(value, NFKC)), '[^[:alnum:]]+') AS word,
         generate_series(1, length(word) - 1) AS i
    WHERE word ~ '[^\x01-\x7f]'
$$;
ALTER TABLE incidents_timelineentry
    ADD COLUMN search_vector tsvector GENERATED ALWAYS AS (
        to_tsvector('english', regexp_replace(search_text, '[^[:alnum:]]+', ' ', 'g'))) STORED,
    ADD COLUMN search_bigrams text[] GENERATED ALWAYS AS (search_bigrams(search_text)) STORED;
CREATE INDEX entry_search_vector ON incidents_timelineentry USING gin (search_vector);
CREATE INDEX entry_search_bigrams ON incidents_timelineentry USING gin (search_bigrams);
"""

BACKWARDS = """
ALTER TABLE incidents_timelineentry DROP COLUMN search_vector, DROP COLUMN search_bigrams;
DROP FUNCTION search_bigrams(text);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
