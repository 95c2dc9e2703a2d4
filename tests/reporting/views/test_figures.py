import re

from django.http import HttpResponse
from django.urls import reverse

from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.signals import post_signal
from incidents.models import Incident, Stream
from reporting.actions.closures import close_room
from reporting.disagreements import disagreements
from reporting.figures import figures as compute
from tests.approvals.views.browse import HTMX, as_, html, words
from tests.cast import Cast


def figures(room: Incident) -> str:
    return reverse("figures", args=[room.pk])


def timeless(page: HttpResponse) -> str:
    """A page but for what the clock moves while it is read: pictures, whose numbers stand in the tables, and waits."""
    return re.sub(r"(?s)<svg.*?</svg>|(<wait-clock[^>]*>)[^<]*", r"\1", html(page))


def test_everyone_who_reads_the_work_reads_the_same_numbers(cast: Cast, room: Incident) -> None:
    """A call that only the cleared know of is in nobody's numbers."""
    log_call(room, with_whom="The owner", text="He listens.", by=cast.lead)
    log_call(room, with_whom="The bench", text="Between us.", stream=Stream.PRIVILEGED, by=cast.counsel)
    shown = as_(cast.executive).get(figures(room), headers=HTMX)
    assert "Telephone calls 1" in words(shown)
    for person in (cast.lead, cast.comms, cast.counsel, cast.legal, cast.support):
        assert timeless(as_(person).get(figures(room), headers=HTMX)) == timeless(shown)


def test_a_guest_is_told_no_number_of_the_work(cast: Cast, room: Incident) -> None:
    log_call(room, with_whom="The owner", text="He listens.", by=cast.lead)
    post_signal(room, text="Seen.", source="Forum", by=cast.support)
    make_decision(room, text="Wait.", by=cast.lead, stream=Stream.WORKING)
    page = words(as_(cast.guest).get(figures(room)))
    for label in ("Telephone calls", "Waiting for sign-off", "First signal"):
        assert label not in page
        assert label in words(as_(cast.executive).get(figures(room)))
    assert "Decisions 0" in page


def test_a_stranger_finds_nothing(cast: Cast, room: Incident) -> None:
    assert as_(cast.stranger).get(figures(room)).status_code == 404


def test_only_the_lead_is_shown_the_way_to_close(cast: Cast, room: Incident) -> None:
    way = reverse("closure", args=[room.pk])
    assert way in html(as_(cast.lead).get(figures(room)))
    for who in (cast.comms, cast.executive, cast.guest):
        assert way not in html(as_(who).get(figures(room)))


def test_what_does_not_add_up_is_said_in_words(cast: Cast, room: Incident) -> None:
    close_room(room, reported={"reach": 32_332, "messages": 138, "note": "By hand."}, by=cast.lead)
    page = words(as_(cast.guest).get(figures(room)))
    for sentence in disagreements(compute(Incident.objects.get())):
        assert sentence in page
    assert "138 messages were reported" in page
    assert "32,332" in page
    assert "By hand." in page


def test_it_cannot_be_written_to(cast: Cast, room: Incident) -> None:
    assert as_(cast.lead).post(figures(room)).status_code == 405


def test_a_page_listens_only_to_what_its_reader_may_read(cast: Cast, room: Incident) -> None:
    assert set(as_(cast.guest).get(figures(room)).context["listening"].cursors) == {"briefing"}
    assert set(as_(cast.counsel).get(figures(room)).context["listening"].cursors) == {
        "briefing",
        "working",
        "privileged",
    }


def test_what_people_type_is_never_markup(cast: Cast, room: Incident) -> None:
    close_room(room, reported={"note": "<script>alert(1)</script>"}, by=cast.lead)
    assert "<script>alert" not in html(as_(cast.guest).get(figures(room)))
