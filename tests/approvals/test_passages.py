from approvals.measures import Measures, side_by_side_links
from approvals.passages import Paragraph, Passage, known_links, paragraphs, side_by_side

TEXT, LEGAL = "One.\n\nTwo,\nstill two.\n \n\nThree.", "Erstens.\n\nZweitens."


def test_blank_lines_divide_paragraphs() -> None:
    assert [each.text for each in paragraphs(TEXT)] == ["One.", "Two,\nstill two.", "Three."]
    assert paragraphs("") == paragraphs(" \n\n ") == []


def test_a_link_to_nothing_is_none() -> None:
    assert known_links([(2, 1), (0, 0), (0, 0), (3, 0), (0, 2), (-1, 0)], TEXT, LEGAL) == ((0, 0), (2, 1))
    assert known_links([(0, 0)], TEXT, "") == ()


def test_every_paragraph_of_both_texts_is_shown() -> None:
    shown = side_by_side("One.\n\nTwo.", LEGAL, [(0, 1)])
    assert shown == [
        Passage(Paragraph(1, "One."), (Paragraph(2, "Zweitens."),)),
        Passage(Paragraph(2, "Two."), ()),
        Passage(None, (Paragraph(1, "Erstens."),)),
    ]


def test_a_paragraph_may_rest_on_several_and_carry_several() -> None:
    shown = side_by_side("One.\n\nTwo.", LEGAL, [(0, 0), (0, 1), (1, 1)])
    assert [[legal.number for legal in each.legal] for each in shown] == [[1, 2], [2]]


def test_an_editor_offers_every_pair_and_begins_with_those_at_each_others_side() -> None:
    links = side_by_side_links(TEXT, LEGAL)
    assert links == [(0, 0), (1, 1)]
    measures = Measures.of(TEXT, LEGAL, "en", links)
    assert [[box.value for box in boxes if box.is_chosen] for _public, boxes in measures.links] == [
        ["0-0"],
        ["1-1"],
        [],
    ]
    assert Measures.of(TEXT, "", "en", []).links == []
