from django.http import QueryDict

from incidents.forms.composer import Composer
from incidents.forms.entries import ENTRY_FORMS
from incidents.models import Incident, Participant
from incidents.views.entries import POSTS
from tests.cast import Cast


def place(cast: Cast, room: Incident) -> Participant:
    found = room.participant(cast.comms)
    assert found is not None
    return found


def test_every_form_has_its_deed() -> None:
    assert ENTRY_FORMS.keys() == POSTS.keys()


def test_a_blank_one_asks_for_a_note(cast: Cast, room: Incident) -> None:
    composer = Composer.blank(room, place(cast, room))
    assert composer.form is composer.forms["note"]
    assert not any(form.is_bound for form in composer.forms.values())


def test_only_what_was_chosen_is_read(cast: Cast, room: Incident) -> None:
    composer = Composer.sent(room, place(cast, room), QueryDict("type=fact&text=Sent.&reach=lots"))
    assert [slug for slug, form in composer.forms.items() if form.is_bound] == ["fact"]
    assert composer.form.is_valid()


def test_what_nobody_knows_is_read_as_a_note(cast: Cast, room: Incident) -> None:
    assert Composer.sent(room, place(cast, room), QueryDict("type=gossip&text=Sent.")).chosen == "note"
