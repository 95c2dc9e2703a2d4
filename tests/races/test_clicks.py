"""A hundred hands on one button, through the product's own views, each on a connection of its own."""

from functools import partial
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from approvals.models import Revision, SignOff
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast
from tests.races.together import together

CLICKS = 100


def click(session: str, revision: Revision, key: str) -> HttpResponse:
    """One press of "Sign off" on a page that was loaded before anybody had signed."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = session
    where = reverse("sign_off", args=[revision.statement_id, revision.number])
    sent = {"seen_sha": revision.sha256, "key": key}
    return client.post(where, sent, headers={"HX-Request": "true"})


def session_of(person: str) -> str:
    client = Client()
    client.login(username=person, password="warroom")
    return client.cookies["sessionid"].value


def test_a_hundred_clicks_on_sign_off_are_one_row_and_ninety_nine_clean_answers(
    house: Cast, open_house: Incident
) -> None:
    revision = an_asked_revision(house, open_house)
    session = session_of("counsel")
    answers = together([partial(click, session, revision, str(uuid4())) for _each in range(CLICKS)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CLICKS - 1)
    late = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert all("You have signed this revision." in each for each in late)
    assert SignOff.objects.count() == 1
    assert TimelineEntry.objects.filter(type="revision.signed").count() == 1


def test_one_press_sent_a_hundred_times_gets_the_page_with_its_signature_each_time(
    house: Cast, open_house: Incident
) -> None:
    revision = an_asked_revision(house, open_house)
    session, key = session_of("counsel"), str(uuid4())
    answers = together([partial(click, session, revision, key) for _each in range(CLICKS)])
    assert {answer.status_code for answer in answers} == {201}
    assert all("Legal signed" in answer.content.decode() for answer in answers)
    assert SignOff.objects.count() == 1


def test_fifty_clicks_each_by_two_lawyers_are_one_signature_and_everybody_hears_whose(
    house: Cast, open_house: Incident
) -> None:
    revision = an_asked_revision(house, open_house)
    hands = [session_of(person) for person in ("counsel", "legal")] * (CLICKS // 2)
    answers = together([partial(click, session, revision, str(uuid4())) for session in hands])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (CLICKS - 1)
    signer = str(SignOff.objects.get().person)
    for _session, answer in zip(hands, answers, strict=True):
        if answer.status_code == 409:
            said = answer.content.decode()
            assert f"{signer} has signed this for Legal." in said or "You have signed this revision." in said


def test_a_hundred_clicks_by_those_who_may_not_sign_nothing(house: Cast, open_house: Incident) -> None:
    """The author, a colleague whose desk was not asked, a guest, a stranger."""
    revision = an_asked_revision(house, open_house)
    statuses = {"lead": 409, "support": 409, "guest": 404, "stranger": 404}
    hands = [(session_of(person), status) for person, status in statuses.items()] * (CLICKS // 4)
    answers = together([partial(click, session, revision, str(uuid4())) for session, _status in hands])
    assert [answer.status_code for answer in answers] == [status for _session, status in hands]
    assert not SignOff.objects.exists()
