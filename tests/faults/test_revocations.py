"""A right is taken in the middle of a burst: nothing that was committed afterwards is sent, and the socket ends."""

import asyncio
from collections.abc import Awaitable, Callable
from time import time

import pytest

from tests.cast import PASSWORD
from tests.faults.checks import sent_after
from tests.faults.house import House
from tests.faults.patience import PATIENCE
from tests.faults.post import Post
from tests.faults.scene import Scene, playing
from tests.faults.watcher import Watcher

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLOSED_SECONDS = 2.0
ALL = {"briefing", "working", "privileged"}
Take = Callable[[Scene, Watcher], Awaitable[None]]


async def sign_out(scene: Scene, page: Watcher) -> None:
    """In this very browser, or in another tab of it: they share the session."""
    async with scene.a_browser_of(page.who, page.session) as tab:
        assert (await tab.form("/sign-out/", {}, htmx=False)).status_code == 302


async def deactivate(scene: Scene, page: Watcher) -> None:
    async with scene.a_browser_of("keeper") as keeper:
        await _change_account(keeper, scene.house.pk(page.who), is_active=None)


async def change_password(scene: Scene, page: Watcher) -> None:
    async with scene.a_browser_of("keeper") as keeper:
        path = f"/admin/accounts/user/{scene.house.pk(page.who)}/password/"
        form = {
            "password1": "another-" + PASSWORD,
            "password2": "another-" + PASSWORD,
            "usable_password": "true",
        }
        answer = await keeper.form(path, form, htmx=False)
        assert answer.status_code == 302, answer.text[-3000:]


async def remove(scene: Scene, page: Watcher) -> None:
    path = f"/rooms/{scene.room}/participants/{scene.house.pk(page.who)}/removal/"
    assert (await scene.posts["lead"].form(path, {}, htmx=False)).status_code == 302


async def take_clearance(scene: Scene, page: Watcher) -> None:
    await seat(scene, page, {"role": "legal"})


async def make_guest(scene: Scene, page: Watcher) -> None:
    await seat(scene, page, {"role": "guest"})


async def seat(scene: Scene, page: Watcher, form: dict[str, str]) -> None:
    path = f"/rooms/{scene.room}/participants/{scene.house.pk(page.who)}/"
    assert (await scene.posts["lead"].form(path, form, htmx=False)).status_code == 302


async def _change_account(keeper: Post, pk: int, **changed: str | None) -> None:
    [row] = await _account(keeper, pk)
    form = {name: value for name, value in {**row, **changed}.items() if value is not None}
    answer = await keeper.form(f"/admin/accounts/user/{pk}/change/", form, htmx=False)
    assert answer.status_code == 302, answer.text[-3000:]


async def _account(keeper: Post, pk: int) -> list[dict[str, str | None]]:
    page = (await keeper.get(f"/admin/accounts/user/{pk}/change/")).text
    fields = (
        "username",
        "name",
        "title",
        "email",
        "date_joined_0",
        "date_joined_1",
        "last_login_0",
        "last_login_1",
    )
    found = {field: _value_of(page, field) for field in fields}
    return [{**found, "is_active": "on"}]


def _value_of(page: str, field: str) -> str:
    _before, _name, rest = page.partition(f'name="{field}"')
    tag = rest.partition(">")[0]
    return tag.partition('value="')[2].partition('"')[0]


TAKEN: list[tuple[str, Take, int, set[str]]] = [
    ("leaving", sign_out, 4401, ALL),
    ("dismissed", deactivate, 4401, ALL),
    ("forgetful", change_password, 4401, ALL),
    ("removed", remove, 4403, ALL),
    ("shut-out", take_clearance, 4410, {"privileged"}),
    ("demoted", make_guest, 4410, {"privileged", "working"}),
]


@pytest.mark.parametrize(
    ("who", "take", "code", "lost"), TAKEN, ids=[take.__name__ for _, take, _, _ in TAKEN]
)
async def test_nothing_committed_afterwards_is_sent(
    house: House, who: str, take: Take, code: int, lost: set[str]
) -> None:
    async with playing(house, watching=["counsel", "guest"], rate=30) as scene:
        page = await scene.watch(who)
        await scene.until(lambda: page.is_live and page.deliveries > 5)
        pushed = page.history.pushed
        await take(scene, page)
        cutoff, taken_at = await scene.room_seq(), time()
        await scene.until(lambda: page.codes, CLOSED_SECONDS)
        assert scene.took(taken_at, page.codes[0][0]) < CLOSED_SECONDS and page.codes[0][1] == code
        await asyncio.sleep(1)
        async with asyncio.timeout(PATIENCE):
            while await scene.room_seq() <= cutoff + 5:  # there was no burst yet
                await asyncio.sleep(0.1)
        await scene.quiet()
        rows = await house.rows(
            "SELECT left(stream, 1) || n AS ref, room_seq FROM incidents_timelineentry WHERE incident_id = %s",
            scene.room,
        )
        seqs = {row["ref"]: row["room_seq"] for row in rows}
        page.history.pushed, since = pushed, page.history.pushed
        assert sent_after(page.history, seqs, cutoff, lost) == []
        page.history.pushed = since
        if code == 4410:
            await scene.until(lambda: page.page and not lost & page.page.held.keys())
            assert not any(stream in lost for stream, _n in page.history.pushed)
        else:
            async with scene.a_browser_of(who, page.session) as again:
                answer = await again.get(f"/rooms/{scene.room}/")
                assert answer.status_code == (404 if code == 4403 else 302)


async def test_whoever_stopped_reading_and_was_removed_finds_nothing_newer_in_the_pipe(house: House) -> None:
    road = house.road_to_web(small=True)
    async with playing(house, watching=["counsel"], rate=0) as scene:
        page = await scene.watch("removed", address=road.address)
        await scene.until(lambda: page.is_live)
        road.block()
        await scene.say("lead")
        await remove(scene, page)
        cutoff = await scene.room_seq()
        for _ in range(10):
            await scene.say("lead")
        road.heal()
        await scene.until(lambda: page.code == 4403)
        assert page.history.held["working"] < (await scene.heads())["working"] - 9
        assert cutoff < await scene.room_seq()


async def test_signing_out_in_another_tab_ends_every_page_of_that_browser_and_of_no_other(
    house: House,
) -> None:
    async with playing(house, watching=["counsel"], rate=20) as scene:
        here, tab, elsewhere = (
            await scene.watch("legal", session=house.session("legal")),
            await scene.watch("legal"),
            await scene.watch("legal"),
        )
        tab.session = here.session  # comes back with the other's session, as a second tab would have it
        tab.cut()
        await scene.until(lambda: here.is_live and tab.is_live and tab.connects > 1 and elsewhere.is_live)
        await sign_out(scene, tab)
        await scene.until(lambda: here.code == tab.code == 4401, CLOSED_SECONDS)
        await asyncio.sleep(1)
        assert elsewhere.code is None and elsewhere.is_live


async def test_whoever_is_newly_cleared_receives_what_was_said_before(house: House) -> None:
    async with playing(house, watching=["counsel", "comms"], rate=20) as scene:
        page = await scene.watch("entrusted")
        await scene.until(lambda: page.is_live)
        await scene.until(lambda: page.deliveries > 3)
        assert not any(scene.marks.found_in(text) for text in page.heard)
        scene.cleared.add("entrusted")
        await seat(scene, page, {"role": "support", "is_cleared": "on"})
        await scene.until(lambda: page.page and "privileged" in page.page.held)
        assert page.codes[0][1] == 4410
        await scene.until(lambda: page.is_live)
        assert page.history.numbers("privileged")[0] == 1
