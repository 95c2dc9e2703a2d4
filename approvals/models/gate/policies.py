"""What a policy may ask for."""

from approvals.models.gate.locks import refuse

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
