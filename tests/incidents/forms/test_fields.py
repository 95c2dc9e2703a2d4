import pytest
from django import forms
from django.core.exceptions import ValidationError

from incidents.actions.strands import create_strand
from incidents.forms.fields import KeyField, LinkField, StrandsField, StreamField
from incidents.models import Incident, Stream
from tests.cast import Cast, a_room


def offered(field: forms.ChoiceField) -> list[str]:
    return [str(value) for value, _label in field.choices]


def test_each_form_that_is_drawn_has_a_press_of_its_own() -> None:
    class OneForm(forms.Form):
        key = KeyField()

    first, second = OneForm(), OneForm()
    assert str(first["key"]) == str(first["key"])
    assert str(first["key"]) != str(second["key"])
    assert 'type="hidden"' in str(first["key"])
    assert OneForm({"key": ""}).is_valid()
    assert not OneForm({"key": "not a key"}).is_valid()


@pytest.mark.parametrize(
    ("person", "streams"),
    [
        ("counsel", ["", "briefing", "working", "privileged"]),
        ("comms", ["", "briefing", "working"]),
        ("guest", ["", "briefing"]),
    ],
)
def test_a_stream_is_offered_only_to_who_may_read_it(
    cast: Cast, room: Incident, person: str, streams: list[str]
) -> None:
    place = room.participant(getattr(cast, person))
    assert place is not None
    assert offered(StreamField(place)) == streams


def test_a_stream_left_as_usual_is_none_and_a_chosen_one_a_stream(cast: Cast, room: Incident) -> None:
    place = room.participant(cast.counsel)
    assert place is not None
    assert StreamField(place).clean("") is None
    assert StreamField(place).clean("privileged") is Stream.PRIVILEGED


def test_strands_are_those_of_the_room(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    create_strand(a_room(cast), name="Elsewhere", by=cast.lead)
    assert offered(StrandsField(room)) == ["A"]
    assert StrandsField(room).clean(["A"]) == ["A"]
    with pytest.raises(ValidationError):
        StrandsField(room).clean(["B"])


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://forum.example/t/1?a=b#c", "https://forum.example/t/1?a=b#c"),
        (" forum.example ", "https://forum.example"),
        ("http://배터리.example/화재", "http://배터리.example/화재"),
    ],
)
def test_a_link_is_a_link_to_the_web(typed: str, link: str) -> None:
    assert LinkField().clean(typed) == link


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "a b", "https://a.example/\u202e"]
)
def test_and_to_nothing_else(typed: str) -> None:
    with pytest.raises(ValidationError):
        LinkField().clean(typed)
