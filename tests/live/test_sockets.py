"""Real sockets, the real record, the cast: who sees what, when, and never what."""

import asyncio
import json

import pytest
from websockets.exceptions import InvalidStatus

from incidents.actions.facts import confirm_fact, post_fact
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, remove_participant
from incidents.models import Incident, Participant, Role, Stream
from tests.cast import Cast
from tests.live.conftest import Deed, House
from tests.live.page import soon
from warroom.embedded.valkey import Valkey

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "zebra-7719"


async def note(deeds: Deed, room: Incident, by: object, text: str, stream: Stream = Stream.WORKING) -> None:
    await deeds(post_note, room, text=text, by=by, stream=stream)


async def test_sixteen_writers_and_every_page_is_whole(house: House, deeds: Deed, cast: Cast) -> None:
    room = house.room
    cleared = [await house.watch(person) for person in (cast.lead, cast.counsel)]
    uncleared = [await house.watch(person) for person in (cast.support, cast.executive, cast.guest)]
    start = dict(cleared[0].page.held)

    async def write(writer: int) -> None:
        by = (cast.lead, cast.counsel)[writer % 2]
        for n in range(6):
            stream = list(Stream)[(writer + n) % 3]
            await note(deeds, room, by, CANARY if stream == Stream.PRIVILEGED else f"{writer}.{n}", stream)

    await asyncio.gather(*(write(writer) for writer in range(16)))
    heads = await deeds(lambda: Incident.objects.get(pk=room.pk).heads())
    assert sum(heads.values()) == sum(start.values()) + 96
    for browser in [*cleared, *uncleared]:
        page = browser.page
        await soon(lambda page=page: all(page.held[stream] == heads[stream] for stream in page.held))
        for stream in page.held:
            assert page.numbers(stream) == list(range(start[stream] + 1, heads[stream] + 1))
    for browser in uncleared:
        raw = "".join(browser.page.raw)
        assert CANARY not in raw
        assert "privileged" not in raw


async def test_pages_show_what_they_would_if_loaded_afresh(house: House, deeds: Deed, cast: Cast) -> None:
    lead = await house.watch(cast.lead)
    fact = await deeds(post_fact, house.room, text="The letter is real.", source="Legal", by=cast.counsel)
    await deeds(confirm_fact, fact, by=cast.counsel, source="Outside counsel")
    await soon(lambda: len(lead.page.shown) == 2)
    assert [stream for stream, _, _ in lead.page.shown] == ["working", "working"]
    assert len(lead.page.touched) == 1
    assert f'id="entry-{fact.entry.ref}"' in lead.page.touched[0]


async def test_a_cut_network_costs_no_entry_and_repeats_none(house: House, deeds: Deed, cast: Cast) -> None:
    lead = await house.watch(cast.lead)
    start = lead.page.held["working"]
    writing = asyncio.create_task(_write_forty(house, deeds, cast))
    for _ in range(4):
        await asyncio.sleep(0.05)
        await lead.cut()
        await lead.connect()
    await writing
    await soon(lambda: lead.page.held["working"] == start + 40)
    assert lead.page.numbers("working") == list(range(start + 1, start + 41))


async def _write_forty(house: House, deeds: Deed, cast: Cast) -> None:
    for n in range(40):
        await note(deeds, house.room, cast.counsel, f"entry {n}")


async def test_without_valkey_entries_come_by_poll(
    valkey: Valkey, house: House, deeds: Deed, cast: Cast
) -> None:
    lead = await house.watch(cast.lead)
    await soon(lambda: lead.page.heads)
    assert valkey.child
    valkey.child.stop()
    await note(deeds, house.room, cast.counsel, "nobody heard")
    await soon(lambda: lead.page.shown, within=2)


# -- revocations ----------------------------------------------------------------------------------


async def test_whoever_is_removed_sees_nothing_more(house: House, deeds: Deed, cast: Cast) -> None:
    support, lead = await house.watch(cast.support), await house.watch(cast.lead)
    await soon(lambda: support.page.heads and lead.page.heads)
    place = await deeds(house.room.participant, cast.support)
    await deeds(remove_participant, place, by=cast.lead)
    await note(deeds, house.room, cast.lead, CANARY)
    await soon(lambda: support.code == 4403)
    await soon(lambda: CANARY in lead.page.raw[-1])
    assert CANARY not in "".join(support.page.raw)


async def test_a_place_that_ends_without_a_deed_closes_its_page(
    house: House, deeds: Deed, cast: Cast
) -> None:
    counsel, lead = await house.watch(cast.counsel), await house.watch(cast.lead)
    await soon(lambda: counsel.page.heads and lead.page.heads)
    place = Participant.objects.filter(incident=house.room, person=cast.counsel)
    assert await deeds(place.update, removed_at=house.room.now()) == 1
    await note(deeds, house.room, cast.lead, CANARY, Stream.PRIVILEGED)
    await soon(lambda: counsel.code == 4403, within=2)
    await soon(lambda: CANARY in lead.page.raw[-1])
    assert CANARY not in "".join(counsel.page.raw)


async def test_it_closes_by_itself_though_nobody_gives_a_hint(house: House, deeds: Deed, cast: Cast) -> None:
    counsel = await house.watch(cast.counsel)
    await soon(lambda: counsel.page.heads)
    await deeds(Participant.objects.filter(person=cast.counsel).delete)
    await soon(lambda: counsel.code == 4403, within=2)


async def test_signing_out_closes_the_sockets_of_that_session(house: House, deeds: Deed, cast: Cast) -> None:
    here, elsewhere = await house.watch(cast.lead), await house.watch(cast.lead)
    await soon(lambda: here.page.heads and elsewhere.page.heads)
    await house.sign_out(here)
    await note(deeds, house.room, cast.counsel, CANARY)
    await soon(lambda: here.code == 4401)
    await soon(lambda: elsewhere.page.shown)
    assert CANARY not in "".join(here.page.raw)


async def test_a_deactivated_account_is_signed_out(house: House, deeds: Deed, cast: Cast) -> None:
    support = await house.watch(cast.support)
    await soon(lambda: support.page.heads)

    def deactivate() -> None:
        cast.support.is_active = False
        cast.support.save()

    await deeds(deactivate)
    await soon(lambda: support.code == 4401)


async def test_losing_clearance_loads_the_page_without_it(house: House, deeds: Deed, cast: Cast) -> None:
    counsel = await house.watch(cast.counsel)
    await soon(lambda: counsel.page.heads)
    place = await deeds(house.room.participant, cast.counsel)
    await deeds(change_participant, place, role=Role.LEGAL, is_cleared=False, by=cast.lead)
    await note(deeds, house.room, cast.lead, CANARY, Stream.PRIVILEGED)
    await soon(lambda: counsel.code == 4410)
    assert CANARY not in "".join(counsel.page.raw)
    again = await house.watch(cast.counsel)
    await soon(lambda: again.page.heads)
    assert again.page.heads.keys() == {"briefing", "working"}


# -- at the door ----------------------------------------------------------------------------------


async def test_whoever_does_not_belong_hears_only_no(house: House, cast: Cast) -> None:
    stranger = await house.watch(cast.stranger)
    await soon(lambda: stranger.code == 4404)
    stranger.room = 10**30
    await stranger.connect()
    await soon(lambda: stranger.code == 4404)
    assert stranger.page.raw == []
    nobody = await house.sign_in(cast.lead)
    for cookie in ("", "sessionid=made-up"):
        nobody.cookie = cookie
        await nobody.connect()
        await soon(lambda: nobody.code == 4401)
    assert nobody.page.raw == []


async def test_foreign_pages_and_other_addresses_get_no_socket(house: House, cast: Cast) -> None:
    lead = await house.sign_in(cast.lead)
    with pytest.raises(InvalidStatus, match="403"):
        await lead.connect(origin="http://127.0.0.1:1")
    lead.room = "1/../admin"  # type: ignore[assignment]
    with pytest.raises(InvalidStatus, match="403"):
        await lead.connect()


async def test_made_up_streams_disturb_nobody(house: House, deeds: Deed, cast: Cast) -> None:
    lead = await house.watch(cast.lead)
    await soon(lambda: lead.page.heads)
    for person in (cast.stranger, cast.guest):
        nosy = await house.sign_in(person)
        nosy.page.held = {"nonsense": 1}
        await nosy.connect()
        await soon(lambda nosy=nosy: nosy.code in (4404, 4410))
        assert nosy.page.raw == []
    await note(deeds, house.room, cast.counsel, "as ever")
    await soon(lambda: lead.page.shown)


async def test_the_socket_listens_to_nothing(house: House, deeds: Deed, cast: Cast) -> None:
    lead = await house.watch(cast.lead)
    await soon(lambda: lead.page.heads)
    assert lead.socket
    await lead.socket.send(json.dumps({"type": "entries"}))
    await soon(lambda: lead.code == 4400)


async def test_a_page_that_no_longer_fits_loads_afresh(house: House, cast: Cast) -> None:
    other_epoch, fewer_streams, other_protocol = [await house.sign_in(cast.lead) for _ in range(3)]
    other_epoch.page.epoch = "of-another-time"
    del fewer_streams.page.held["privileged"]
    other_protocol.page.protocol = "warroom.0"
    for browser, code in ((other_epoch, 4409), (fewer_streams, 4410), (other_protocol, 4409)):
        await browser.connect()
        await soon(lambda browser=browser, code=code: browser.code == code)
        assert browser.page.told_to_reload is (code == 4409)


async def test_a_record_that_cannot_be_asked_means_try_again(
    house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_question: object) -> None:
        raise ConnectionError(CANARY)

    lead = await house.sign_in(cast.lead)
    monkeypatch.setattr("live.hub.person_of", unreachable)
    await lead.connect()
    await soon(lambda: lead.code == 1013)
