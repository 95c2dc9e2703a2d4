from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import Revision
from incidents.models import Incident
from publishing.models import AfterReview, BreakGlass, Publication, Second
from tests.accounts.proofs import some_time_ago
from tests.approvals.proofs import WORDS, an_asked_revision, rewrite
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import PASSWORD, Cast
from tests.publishing.glasses import REASON, broken, opened


def opening(revision: Revision) -> str:
    return f"{reverse('glass_open', args=[revision.statement_id])}?revision={revision.number}"


def second(glass: BreakGlass) -> str:
    return reverse("glass_second", args=[glass.pk])


def review(glass: BreakGlass) -> str:
    return reverse("glass_review", args=[glass.pk])


def panel(revision: Revision) -> str:
    return f"{reverse('publications', args=[revision.statement_id])}?revision={revision.number}"


def test_from_the_proof_to_a_broken_glass_and_out(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    comms, executive = as_(cast.comms), as_(cast.executive)
    assert opening(revision) in html(comms.get(panel(revision), headers=HTMX))
    page = comms.get(opening(revision))
    assert WORDS in html(page)
    assert "Not signed by Comms, Legal" in words(page)

    sent = {"seen_sha": revision.sha256, "reason": REASON}
    assert (
        post(comms, opening(revision), sent, htmx=False)["Location"] == revision.statement.get_absolute_url()
    )
    glass = BreakGlass.objects.get()
    assert second(glass) in html(executive.get(panel(revision), headers=HTMX))
    assert second(glass) not in html(as_(cast.support).get(panel(revision), headers=HTMX))
    page = executive.get(second(glass))
    assert WORDS in html(page)
    assert REASON in words(page)
    assert 'id="publish-x"' not in html(as_(cast.lead).get(panel(revision), headers=HTMX))

    assert post(executive, second(glass), {"seen_sha": revision.sha256}, htmx=False).status_code == 302
    assert Second.objects.get().person == cast.executive
    lead = as_(cast.lead)
    assert 'id="publish-x"' in html(lead.get(panel(revision), headers=HTMX))
    link = {"seen_sha": revision.sha256, "channel": "x", "url": "https://x.example/1"}
    out = post(lead, panel(revision), link)
    assert out.status_code == 201
    assert "under a broken glass" in words(out)
    assert Publication.objects.get().break_glass == glass


def test_the_executive_page_says_so_at_once(cast: Cast, room: Incident) -> None:
    page = reverse("executive", args=[room.pk])
    revision = an_asked_revision(cast, room)
    glass = opened(revision, by=cast.comms)
    assert "Glass broken" not in words(as_(cast.executive).get(page))
    post(as_(cast.counsel), second(glass), {"seen_sha": revision.sha256})
    for person in (cast.executive, cast.guest):
        said = words(as_(person).get(page))
        assert "Glass broken" in said
        assert REASON in said
        assert "Corporate communications and Associate General Counsel" in said
        assert "not reviewed yet" in said


def test_it_lies_on_the_desk_of_who_can_help(cast: Cast, room: Incident) -> None:
    desk = reverse("desk", args=[room.pk])
    glass = opened(an_asked_revision(cast, room), by=cast.comms)
    on_it = {
        name
        for name in vars(cast)
        if name != "stranger" and second(glass) in html(as_(getattr(cast, name)).get(desk))
    }
    assert on_it == {"lead", "counsel", "legal", "executive"}
    post(as_(cast.executive), second(glass), {"seen_sha": glass.sha256})
    to_judge = {
        name
        for name in vars(cast)
        if name != "stranger" and review(glass) in html(as_(getattr(cast, name)).get(desk))
    }
    assert to_judge == {"counsel", "legal", "support"}
    assert "Send it out" in words(as_(cast.lead).get(desk))


def test_a_third_reviews_it(cast: Cast, room: Incident) -> None:
    glass = broken(cast, an_asked_revision(cast, room))
    counsel = as_(cast.counsel)
    assert REASON in words(counsel.get(review(glass)))
    assert post(counsel, review(glass), {"text": ""}).status_code == 422
    assert post(counsel, review(glass), {"text": "It was right."}).status_code == 302
    assert AfterReview.objects.get().person == cast.counsel
    assert "It was right." in words(as_(cast.lead).get(panel(glass.revision), headers=HTMX))
    late = post(as_(cast.legal), review(glass), {"text": "It was wrong."})
    assert late.status_code == 409
    assert "It was wrong." in html(late)


@pytest.mark.parametrize("reason", ["", "Because.", "x" * 2001, "He said so\u202e and so it is, all of it."])
def test_a_bad_reason_is_said_and_kept(cast: Cast, room: Incident, reason: str) -> None:
    revision = an_asked_revision(cast, room)
    response = post(as_(cast.comms), opening(revision), {"seen_sha": revision.sha256, "reason": reason})
    assert response.status_code == 422
    assert reason in html(response)
    assert not BreakGlass.objects.exists()


def test_a_reason_for_words_that_were_overtaken_is_kept(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    rewrite(revision.statement, "Other words.", by=cast.lead)
    response = post(as_(cast.comms), opening(revision), {"seen_sha": revision.sha256, "reason": REASON})
    assert response.status_code == 409
    assert REASON in html(response)
    assert words(response).count("text has changed") == 1
    assert "Other words." in words(response)
    assert WORDS not in words(response)

    current = revision.statement.current
    assert f'action="{opening(current)}"' in html(response)
    again = {name: response.context["form"][name].value() for name in ("seen_sha", "reason")}
    assert again == {"seen_sha": current.sha256, "reason": REASON}
    assert post(as_(cast.comms), opening(current), again).status_code == 302
    assert BreakGlass.objects.get().revision == current


def test_when_the_new_words_need_no_glass_it_says_so_and_keeps_the_reason(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    rewrite(revision.statement, "Nowhere yet.", by=cast.lead, channels=[])
    response = post(as_(cast.comms), opening(revision), {"seen_sha": revision.sha256, "reason": REASON})
    assert response.status_code == 409
    assert REASON in html(response)
    assert "Choose where this will go out first." in words(response)
    assert "Ask a second person" not in words(response)


def test_a_second_for_words_that_were_overtaken_breaks_nothing(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    glass = opened(revision, by=cast.comms)
    rewrite(revision.statement, "Other words.", by=cast.lead)
    response = post(as_(cast.counsel), second(glass), {"seen_sha": revision.sha256})
    assert response.status_code == 409
    assert not Second.objects.exists()
    assert "Other words." in words(response)
    assert "Break the glass for" not in words(response)
    assert opening(revision.statement.current) in html(response)
    watching = post(as_(cast.executive), second(glass), {"seen_sha": revision.sha256})
    assert "can begin anew" in words(watching)
    assert opening(revision.statement.current) not in html(watching)


def test_two_presses_are_one(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    data = {"seen_sha": revision.sha256, "reason": REASON, "key": str(uuid4())}
    assert [post(as_(cast.comms), opening(revision), data).status_code for _ in range(2)] == [302, 302]
    assert BreakGlass.objects.count() == 1


def test_both_give_the_password_again_after_a_while(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    comms, counsel = (some_time_ago(as_(each), minutes=31) for each in (cast.comms, cast.counsel))
    sent = {"seen_sha": revision.sha256, "reason": REASON}
    asked = post(comms, opening(revision), sent, htmx=False)
    assert asked.status_code == 422
    assert REASON in html(asked)
    assert post(comms, opening(revision), {**sent, "password": "wrong"}, htmx=False).status_code == 422
    assert not BreakGlass.objects.exists()
    post(comms, opening(revision), {**sent, "password": PASSWORD}, htmx=False)
    glass = BreakGlass.objects.get()
    assert post(counsel, second(glass), {"seen_sha": revision.sha256}).status_code == 422
    assert not Second.objects.exists()
    said = {"seen_sha": revision.sha256, "password": PASSWORD}
    assert post(counsel, second(glass), said).status_code == 302


def test_both_see_all_that_would_go_out(cast: Cast, room: Incident) -> None:
    """Other words on one channel, legal's wording, a time: the digest covers them, and so does the page."""
    revision = an_asked_revision(
        cast, room, channels=["x", "forum"], texts={"x": "We paid him."}, legal_text="Without prejudice."
    )
    glass = opened(revision, by=cast.comms)
    for client, page in ((as_(cast.support), opening), (as_(cast.executive), None)):
        shown = html(client.get(page(revision) if page else second(glass)))
        if page is None:
            assert "We paid him." in shown and "Without prejudice." in shown
    other = an_asked_revision(cast, room, title="Another", channels=["x"], texts={"x": "We paid her."})
    assert "We paid her." in html(as_(cast.comms).get(opening(other)))
