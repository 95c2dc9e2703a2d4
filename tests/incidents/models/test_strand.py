import pytest
from django.db import IntegrityError, transaction

from incidents.actions.strands import create_strand
from incidents.models import Incident, Strand, letter_for
from tests.cast import Cast


@pytest.mark.parametrize(
    ("position", "letter"),
    [
        (0, "A"),
        (1, "B"),
        (25, "Z"),
        (26, "AA"),
        (27, "AB"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (702, "AAA"),
    ],
)
def test_letters_go_as_over_the_columns_of_a_sheet(position: int, letter: str) -> None:
    assert letter_for(position) == letter


def test_no_two_positions_share_a_letter_and_each_fits_its_column() -> None:
    letters = [letter_for(position) for position in range(18278)]
    assert len(set(letters)) == len(letters)
    assert max(map(len, letters)) == Strand._meta.get_field("letter").max_length


def test_a_letter_stands_once_in_a_room(cast: Cast, room: Incident) -> None:
    strand = create_strand(room, name="Goods", by=cast.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Strand.objects.create(incident=room, letter=strand.letter, name="Address")


def test_it_goes_by_letter_and_name(cast: Cast, room: Incident) -> None:
    assert str(create_strand(room, name="Goods", by=cast.lead)) == "A Goods"
