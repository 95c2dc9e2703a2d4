"""Every figure can be recomputed from what stands in the timeline, and from nothing else."""

from datetime import timedelta

import pytest

from incidents.actions.calls import log_call
from incidents.actions.decisions import make_decision
from incidents.actions.entries import strike_entry
from incidents.actions.rooms import change_room
from incidents.actions.signals import post_signal
from incidents.models import Incident, Status, Stream
from publishing.actions.reach import record_reach
from reporting.figures import figures
from tests.approvals.proofs import a_signed_revision
from tests.cast import Cast
from tests.reporting.story import OPENED, a_drill, at, clock, sent


@pytest.fixture
def drill(cast: Cast) -> Incident:
    return a_drill(cast)


def test_an_empty_room_has_nothing_to_show_but_when_it_opened(drill: Incident) -> None:
    now = figures(drill)
    assert abs(now.opened_at - OPENED) < timedelta(seconds=1)
    assert (now.first_signal_at, now.first_response_at, now.resolved_at) == (None, None, None)
    assert (now.to_first_response, now.first_signal_to_response, now.to_resolution) == (None, None, None)
    assert (now.messages, now.calls, now.decisions, now.sign_off_waits) == (0, 0, 0, ())
    assert (now.reach_gross, now.reach_reported, now.reach_difference) == (None, None, None)
    assert now.disagreements == []


def test_the_first_signal_is_the_one_that_happened_first(cast: Cast, drill: Incident) -> None:
    post_signal(drill, text="Now", source="Forum", by=cast.lead)
    post_signal(drill, text="Before", source="Forum", by=cast.support, occurred_at=at(-600))
    assert figures(drill).first_signal_at == at(-600)


def test_the_first_response_is_measured_from_the_opening_and_from_the_first_signal(
    cast: Cast, drill: Incident
) -> None:
    post_signal(drill, text="Before", source="Forum", by=cast.lead, occurred_at=at(-600))
    revision = a_signed_revision(cast, drill)
    clock(cast, drill)(120)
    sent(cast, revision, minutes=119)
    sent(cast, revision, minutes=120, channel="forum")
    now = figures(drill)
    assert now.to_first_response == timedelta(hours=1, minutes=59)
    assert now.first_signal_to_response == timedelta(hours=11, minutes=59)
    assert (now.messages, now.last_message_at) == (2, at(120))


def test_resolved_is_when_the_room_went_to_monitoring_for_good(cast: Cast, drill: Incident) -> None:
    post_signal(drill, text="Before", source="Forum", by=cast.lead, occurred_at=at(-60))
    clock(cast, drill)(300)
    change_room(drill, status=Status.MONITORING, by=cast.lead, occurred_at=at(100))
    assert figures(drill).to_resolution == timedelta(minutes=160)
    change_room(drill, status=Status.OPEN, by=cast.lead, occurred_at=at(200))
    assert figures(drill).resolved_at is None
    change_room(drill, status=Status.MONITORING, by=cast.lead, occurred_at=at(300))
    change_room(drill, summary="Quiet.", by=cast.lead)
    assert figures(drill).resolved_at == at(300)


def test_what_was_struck_does_not_count(cast: Cast, drill: Incident) -> None:
    wrong = post_signal(drill, text="Wrong", source="Forum", by=cast.lead, occurred_at=at(-600))
    call = log_call(drill, with_whom="The owner", by=cast.lead)
    for entry in (wrong, call):
        strike_entry(entry, reason="Another matter", by=cast.lead)
    now = figures(drill)
    assert (now.first_signal_at, now.calls) == (None, 0)


def test_what_only_the_cleared_know_does_not_count(cast: Cast, drill: Incident) -> None:
    """The figures are for everyone in the room: a count must not betray that there is more."""
    for stream in Stream:
        log_call(drill, with_whom="The owner", by=cast.counsel, stream=stream)
        make_decision(drill, text="Wait", by=cast.counsel, stream=stream)
    post_signal(
        drill, text="A leak", source="Court", by=cast.counsel, stream=Stream.PRIVILEGED, occurred_at=at(-600)
    )
    now = figures(drill)
    assert (now.calls, now.decisions, now.first_signal_at) == (2, 2, None)


def test_reach_is_the_sum_of_the_latest_gross_counts(cast: Cast, drill: Incident) -> None:
    clock(cast, drill)(60)
    revision = a_signed_revision(cast, drill)
    post, forum = (sent(cast, revision, minutes=60, channel=channel) for channel in ("x", "forum"))
    for publication, accounts, minutes in ((post, 900, 50), (post, 100, 40), (forum, 30, 60)):
        record_reach(
            drill,
            publication=publication,
            accounts=accounts,
            method="By hand",
            counted_at=at(minutes),
            by=cast.lead,
        )
    assert figures(drill).reach_gross == 930
    assert figures(drill).reach_difference is None
    record_reach(drill, accounts=800, method="By hand", basis="net", by=cast.lead)
    now = figures(drill)
    assert (now.reach_reported, now.reach_difference) == (800, 130)
    assert now.net is not None
    assert [count.method for count in (*now.counts, now.net)] == ["By hand"] * 3


def test_another_room_counts_for_itself(cast: Cast, drill: Incident) -> None:
    other = a_drill(cast)
    sent(cast, a_signed_revision(cast, other), minutes=0)
    log_call(other, with_whom="The owner", by=cast.lead)
    assert (figures(drill).messages, figures(drill).calls) == (0, 0)
