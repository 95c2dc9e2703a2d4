from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import Revision
from incidents.actions.facts import post_fact, refute_fact
from incidents.models import Incident, Promise
from publishing.models import Publication
from tests.approvals.proofs import WORDS, a_signed_revision, an_asked_revision, an_attachment, rewrite, wait
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import Cast

LINK = "https://x.example/status/1"


def publications(revision: Revision) -> str:
    return f"{reverse('publications', args=[revision.statement_id])}?revision={revision.number}"


def sent(revision: Revision, **fields: str) -> dict[str, str]:
    return {"seen_sha": revision.sha256, "channel": "x", "url": LINK, **fields}


def test_recording_what_went_out(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    response = post(as_(cast.lead), publications(revision), sent(revision))
    assert response.status_code == 201
    out = Publication.objects.get()
    assert (out.channel, out.url, out.sha256) == ("x", LINK, revision.sha256)
    assert LINK in html(response)
    assert 'id="publish-x"' not in html(response)
    assert 'id="publish-forum"' in html(response)


def test_there_is_a_form_for_each_channel_with_the_exact_words_to_copy(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room, text="Exactly this.\n\n  And this.")
    page = html(as_(cast.comms).get(publications(revision), headers=HTMX))
    assert page.count("Exactly this.\n\n  And this.</textarea>") == 2
    assert 'id="publish-forum"' in page
    assert 'id="publish-x"' in page


def test_when_it_went_out_and_when_we_speak_next(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    out_at, next_at = room.now(), room.now() + timedelta(hours=1)
    wait(cast, room, 9)
    data = sent(revision, published_at=out_at.isoformat(), next_update_at=next_at.isoformat())
    post(as_(cast.lead), publications(revision), data)
    assert Publication.objects.get().published_at == out_at
    promise = Promise.objects.get()
    assert (promise.is_public, promise.due_at) == (True, next_at)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("url", "", "required"),
        ("url", "javascript:alert(1)", "begins with https://"),
        ("url", "data:text/html,<script>alert(1)</script>", "begins with https://"),
        ("url", "ftp://x.example/1", "begins with https://"),
        ("url", "not a link", "begins with https://"),
        ("url", "https://x.example/\u202egnp.exe", "reading direction"),
        ("url", "https://x.example/" + "a" * 2000, "2000"),
        ("published_at", "yesterday", "Write a date and a time"),
        ("published_at", "2060-01-01T00:00:00Z", "still to come"),
        ("next_update_at", "2011-01-01T00:00:00Z", "lie ahead"),
        ("seen_sha", "0", "which text you read"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    cast: Cast, room: Incident, field: str, value: str, sentence: str
) -> None:
    revision = a_signed_revision(cast, room)
    response = post(as_(cast.lead), publications(revision), sent(revision, **{field: value}))
    assert response.status_code == 422
    assert sentence in words(response)
    if field != "url":
        assert LINK in html(response)
    assert 'href="javascript:' not in html(response)
    assert not Publication.objects.exists()


def test_the_database_would_not_take_such_a_link_either(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    post(as_(cast.lead), publications(revision), sent(revision, url="  https://x.example/padded  "))
    assert Publication.objects.get().url == "https://x.example/padded"


def test_two_presses_are_one_publication(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    data = sent(revision, key=str(uuid4()))
    assert [post(as_(cast.lead), publications(revision), data).status_code for _ in range(2)] == [201, 201]
    assert Publication.objects.count() == 1


def test_a_second_record_of_one_channel_is_refused_by_name(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    post(as_(cast.lead), publications(revision), sent(revision))
    response = post(as_(cast.comms), publications(revision), sent(revision))
    assert response.status_code == 409
    assert "out on X already" in words(response)


def test_words_that_were_overtaken_keep_the_pasted_link(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    rewrite(revision.statement, "Other words.", by=cast.comms)
    response = post(as_(cast.lead), publications(revision), sent(revision))
    assert response.status_code == 409
    assert LINK in html(response)
    assert "text has changed" in words(response)
    assert not Publication.objects.exists()


def test_the_panel_of_an_overtaken_revision_says_why_its_button_is_shut(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    rewrite(revision.statement, "Other words.", by=cast.comms)
    page = as_(cast.lead).get(publications(revision), headers=HTMX)
    assert "There is a newer revision of this statement." in words(page)
    assert html(page).count("disabled") == 2


@pytest.mark.parametrize("who", ["counsel", "legal", "support"])
def test_who_does_not_speak_for_us_gets_no_form(cast: Cast, room: Incident, who: str) -> None:
    revision = a_signed_revision(cast, room)
    person = as_(getattr(cast, who))
    page = person.get(publications(revision), headers=HTMX)
    assert "Only the lead and comms publish." in words(page)
    assert "<form" not in html(page)
    assert post(person, publications(revision), sent(revision)).status_code == 409
    assert not Publication.objects.exists()


def test_an_executive_sees_what_went_out_and_no_form(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    post(as_(cast.lead), publications(revision), sent(revision))
    page = html(as_(cast.executive).get(publications(revision), headers=HTMX))
    assert LINK in page
    assert "<form" not in page
    assert "hx-get" not in page


def test_until_it_is_signed_it_says_what_it_waits_for(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    page = as_(cast.lead).get(publications(revision), headers=HTMX)
    assert "Waiting for sign-off by Comms, Legal." in words(page)
    assert "<form" not in html(page)
    response = post(as_(cast.lead), publications(revision), sent(revision))
    assert response.status_code == 409


def test_a_fact_refuted_since_shuts_the_door(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    refute_fact(fact, by=cast.counsel)
    response = post(as_(cast.lead), publications(revision), sent(revision))
    assert response.status_code == 409
    assert fact.ref in words(response)


def test_an_exercise_says_that_nothing_goes_out(cast: Cast) -> None:
    from tests.reporting.story import a_drill

    revision = a_signed_revision(cast, a_drill(cast))
    page = as_(cast.lead).get(publications(revision), headers=HTMX)
    assert "Exercise: recorded, nothing goes out" in words(page)


def test_a_channel_it_was_not_signed_for(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    for channel in ("press", "carrier pigeon", ""):
        response = post(as_(cast.lead), publications(revision), sent(revision, channel=channel))
        assert response.status_code == 409
    assert not Publication.objects.exists()


def test_without_script_it_is_a_page_and_a_redirect(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    lead = as_(cast.lead)
    assert WORDS in html(lead.get(publications(revision)))
    wrong = post(lead, publications(revision), sent(revision, url="nowhere at all"), htmx=False)
    assert wrong.status_code == 422
    assert "<html" in html(wrong)
    right = post(lead, publications(revision), sent(revision), htmx=False)
    assert right["Location"] == revision.statement.get_absolute_url()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_link_pasted_too_late_comes_back(cast: Cast, room: Incident, htmx: bool) -> None:
    revision = a_signed_revision(cast, room)
    post(as_(cast.lead), publications(revision), sent(revision))
    late = sent(revision, url="https://x.example/mine")
    response = post(as_(cast.comms), publications(revision), late, htmx=htmx)
    assert response.status_code == 409
    assert "out on X already" in words(response)
    assert 'value="https://x.example/mine"' in html(response)
    assert Publication.objects.count() == 1


def test_a_channel_with_words_of_its_own_offers_those_and_the_files(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(
        cast, room, text="To everyone.", texts={"x": "In short."}, attachments=[an_attachment(cast, room)]
    )
    page = html(as_(cast.comms).get(publications(revision), headers=HTMX))
    assert page.count("To everyone.</textarea>") == page.count("In short.</textarea>") == 1
    assert page.count("letter.png") == 2
