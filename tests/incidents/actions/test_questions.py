from uuid import uuid4

import pytest

from common.verdicts import Refused
from incidents.actions.questions import answer_question, ask_question
from incidents.models import Incident, Question, Role, Stream
from tests.cast import Cast, a_room, hire
from tests.incidents.actions.posts import told
from tests.races.together import together


@pytest.fixture
def question(cast: Cast, room: Incident) -> Question:
    return ask_question(room, text="Who sent the letter?", asked_of=Role.LEGAL, by=cast.lead)


def test_a_question_lies_open_on_a_desk(cast: Cast, question: Question) -> None:
    assert (question.text, question.asked_of, question.is_open) == ("Who sent the letter?", "legal", True)
    assert question.entry.payload == {"text": "Who sent the letter?", "asked_of": "legal"}
    assert question.ref == question.entry.ref
    assert list(Question.objects.open()) == [question]


def test_the_answer_says_what_was_asked_and_closes_it(cast: Cast, question: Question) -> None:
    said = answer_question(question, text="An agency of ours.", by=cast.counsel)
    assert (said.type, said.refers_to, said.stream) == ("question.answered", question.entry, Stream.WORKING)
    assert said.payload == {
        "text": "An agency of ours.",
        "question": "Who sent the letter?",
        "asked_at": question.entry.clock_at.isoformat(),
    }
    question.refresh_from_db()
    assert question.answered_at == said.clock_at
    assert not Question.objects.open().exists()


def test_it_is_answered_once(cast: Cast, room: Incident, question: Question) -> None:
    answer_question(question, text="An agency.", by=cast.counsel)
    before = told(room)
    with pytest.raises(Refused, match="has been answered"):
        answer_question(question, text="Nobody.", by=cast.legal)
    assert told(room) == before


def test_anyone_with_the_pen_may_know_the_answer(cast: Cast, question: Question) -> None:
    assert answer_question(question, text="It was on the news.", by=cast.support)


@pytest.mark.parametrize("person", ["executive", "guest", "stranger"])
def test_who_does_not_hold_the_pen_answers_nothing(cast: Cast, question: Question, person: str) -> None:
    with pytest.raises(Refused):
        answer_question(question, text="Me.", by=getattr(cast, person))
    question.refresh_from_db()
    assert question.is_open


def test_what_the_cleared_ask_each_other_stays_among_them(cast: Cast, room: Incident) -> None:
    aside = ask_question(room, text="What do we concede?", by=cast.counsel, stream=Stream.PRIVILEGED)
    with pytest.raises(Refused, match="not cleared"):
        answer_question(aside, text="Nothing.", by=cast.comms)
    assert answer_question(aside, text="Nothing.", by=cast.legal).stream == Stream.PRIVILEGED
    assert not Question.objects.visible_to(cast.comms).exists()


def test_one_press_answers_once(cast: Cast, room: Incident, question: Question) -> None:
    key = uuid4()
    first = answer_question(question, text="An agency.", by=cast.counsel, key=key)
    assert answer_question(question, text="An agency.", by=cast.counsel, key=key) == first
    with pytest.raises(Refused, match="sent before"):
        answer_question(question, text="Nobody.", by=cast.counsel, key=key)
    other = ask_question(room, text="When?", by=cast.lead)
    with pytest.raises(Refused, match="sent before"):
        answer_question(other, text="An agency.", by=cast.counsel, key=key)


@pytest.mark.django_db(transaction=True)
def test_of_six_who_answer_at_once_one_does() -> None:
    cast = hire()
    room = a_room(cast)
    question = ask_question(room, text="Who?", by=cast.lead)
    people = [cast.legal, cast.counsel, cast.support] * 2
    answers = together([lambda by=by: answer_question(question, text="We.", by=by) for by in people])
    assert [type(each) for each in answers if isinstance(each, Exception)] == [Refused] * 5
    assert len(told(room, "question.answered")) == 1
