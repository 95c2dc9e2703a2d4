from datetime import timedelta
from uuid import uuid4

from incidents.actions.calls import log_call
from incidents.models import Incident, Promise, Stream
from tests.cast import Cast


def test_a_call_keeps_who_what_was_agreed_and_what_was_promised(cast: Cast, room: Incident) -> None:
    due = room.now() + timedelta(hours=1)
    call = log_call(
        room,
        with_whom="the owner",
        text="He is afraid for his site.",
        agreed="He keeps the address.",
        promised="A new letter",
        promised_by=due,
        minutes=25,
        by=cast.lead,
    )
    assert call.payload == {
        "with_whom": "the owner",
        "text": "He is afraid for his site.",
        "agreed": "He keeps the address.",
        "promised": "A new letter",
        "promised_by": due.isoformat(),
        "minutes": 25,
    }


def test_a_promise_with_a_time_becomes_a_clock(cast: Cast, room: Incident) -> None:
    due = room.now() + timedelta(hours=1)
    call = log_call(room, with_whom="the owner", promised="A new letter", promised_by=due, by=cast.lead)
    promise = Promise.objects.get()
    assert (promise.entry, promise.incident, promise.text, promise.due_at) == (
        call,
        room,
        "A new letter",
        due,
    )
    assert not promise.is_public
    assert list(Promise.objects.open()) == [promise]


def test_a_promise_without_one_stays_words(cast: Cast, room: Incident) -> None:
    log_call(room, with_whom="the owner", promised="To be fair", by=cast.lead)
    log_call(room, with_whom="the owner", agreed="To talk", promised_by=room.now(), by=cast.lead)
    assert not Promise.objects.exists()


def test_the_same_press_twice_promises_once(cast: Cast, room: Incident) -> None:
    key, due = uuid4(), room.now() + timedelta(hours=1)
    for _press in range(2):
        log_call(room, with_whom="the owner", promised="A letter", promised_by=due, by=cast.lead, key=key)
    assert Promise.objects.count() == 1


def test_what_was_promised_among_the_cleared_stays_there(cast: Cast, room: Incident) -> None:
    due = room.now() + timedelta(hours=1)
    log_call(
        room,
        with_whom="their lawyer",
        promised="A draft",
        promised_by=due,
        by=cast.counsel,
        stream=Stream.PRIVILEGED,
    )
    assert Promise.objects.visible_to(cast.legal).exists()
    assert not Promise.objects.visible_to(cast.comms).exists()
    assert not Promise.objects.visible_to(cast.stranger).exists()
