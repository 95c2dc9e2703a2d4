from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.utils import timezone

from approvals.actions.absences import begin_absence, end_absence
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.models import Absence, SignOff, SignOffRequest
from common.verdicts import Refused, Stale
from incidents.models import Incident, TimelineEntry
from tests.approvals.proofs import a_draft, an_asked_revision
from tests.cast import Cast
from tests.races.together import together


def test_twenty_clicks_on_sign_off_are_one_signature(house: Cast, open_house: Incident) -> None:
    revision = an_asked_revision(house, open_house)
    answers = together([lambda: sign_off(revision, seen_sha=revision.sha256, by=house.counsel)] * 20)
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 19
    assert {str(answer.reason) for answer in refused} == {"You have signed this revision."}
    assert SignOff.objects.count() == 1
    assert TimelineEntry.objects.filter(type="revision.signed").count() == 1


def test_one_click_sent_twenty_times_gets_the_same_answer_each_time(
    house: Cast, open_house: Incident
) -> None:
    revision, key = an_asked_revision(house, open_house), uuid4()
    answers = together([lambda: sign_off(revision, seen_sha=revision.sha256, by=house.counsel, key=key)] * 20)
    assert {answer.pk for answer in answers} == {SignOff.objects.get().pk}


def test_two_lawyers_reach_for_one_slot_and_one_is_told_who_was_first(
    house: Cast, open_house: Incident
) -> None:
    revision = an_asked_revision(house, open_house)
    answers = together(
        [
            partial(sign_off, revision, seen_sha=revision.sha256, by=person)
            for person in (house.counsel, house.legal)
        ]
    )
    (late,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert f"{SignOff.objects.get().person} has signed this for Legal." == str(late.reason)


def test_of_many_editors_one_saves_and_the_others_are_told(house: Cast, open_house: Incident) -> None:
    statement = a_draft(house, open_house)
    answers = together(
        [
            partial(
                save_revision,
                statement,
                text=f"Words {each}",
                channels=["x"],
                citations=[],
                based_on=1,
                by=house.comms,
            )
            for each in range(8)
        ]
    )
    assert sum(isinstance(answer, Stale) for answer in answers) == 7
    assert list(statement.revisions.values_list("number", flat=True)) == [1, 2]


def test_everybody_asks_for_sign_off_and_it_is_asked_for_once(house: Cast, open_house: Incident) -> None:
    statement = a_draft(house, open_house)
    sha = statement.current.sha256
    together([lambda: request_sign_off(statement, seen_sha=sha, by=house.lead)] * 8)
    assert SignOffRequest.objects.get().slots.count() == 2


def test_who_comes_back_while_sign_off_is_asked_for_breaks_nothing(house: Cast, open_house: Incident) -> None:
    for n in range(6):
        now = timezone.now()
        begin_absence(deputy=house.support, starts_at=now, ends_at=now + timedelta(hours=1), by=house.counsel)
        statement = a_draft(house, open_house, title=f"Answer {n}")
        sha = statement.current.sha256
        ask = partial(request_sign_off, statement, seen_sha=sha, by=house.lead)
        answers = together([ask, partial(end_absence, by=house.counsel)])
        assert not any(isinstance(answer, Refused) for answer in answers)
        assert SignOffRequest.objects.get(revision__statement=statement).slots.count() == 2
        assert not Absence.objects.in_force().exists()
