"""What was slipped past the forms, straight into the table, is visible to whoever is about to sign it."""

import pytest
from django.urls import reverse

from approvals.models import Package, Revision
from incidents.actions.notes import post_note
from incidents.models import Incident
from tests.approvals.proofs import a_draft, rewrite
from tests.approvals.views.browse import as_, html, post, words, words_for
from tests.cast import Cast
from tests.incidents.samples import MOMENT


def slipped_in(cast: Cast, room: Incident, text: str) -> Revision:
    """A revision that no form and no deed would have written, with the digest it should have."""
    statement = a_draft(cast, room)
    first = statement.current
    sha256 = Package(text=text, channels=("forum", "x"), language="en", citations=()).sha256
    entry = post_note(room, text="by hand", by=cast.lead)
    return Revision.objects.create(
        statement=statement,
        number=first.number + 1,
        entry=entry,
        text=text,
        channels=["forum", "x"],
        sha256=sha256,
        author=cast.lead,
        created_at=MOMENT,
        clock_at=MOMENT,
    )


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u2066"])
def test_no_form_takes_it_and_the_proof_would_show_it(cast: Cast, room: Incident, character: str) -> None:
    text = f"We will pay {character}nothing."
    statement = a_draft(cast, room)
    sent = words_for(statement.current, text=text)
    assert post(as_(cast.lead), reverse("revision_create", args=[statement.pk]), sent).status_code == 422

    revision = slipped_in(cast, room, text)
    page = html(as_(cast.counsel).get(revision.statement.get_absolute_url()))
    marks = page.count(f'data-code="U+{ord(character):04X}"')
    assert marks >= 2  # in the words as they stand, and among what changed
    if character != "\u200b":
        assert character not in page


def test_a_blank_that_is_none_may_be_meant_and_is_shown(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room)
    rewrite(statement, "It costs 10\u00a0000 won.", by=cast.lead)
    page = as_(cast.counsel).get(statement.get_absolute_url())
    assert 'data-code="U+00A0"' in html(page)
    assert "NO-BREAK SPACE" in html(page)
    assert "It costs" in words(page)
