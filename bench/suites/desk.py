"""Somebody's desk with 200 sign-offs waiting on it: how long the server takes, and what it asks of Postgres."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.bench import Bench, Outcome
from bench.browser import Browser
from bench.contenders.product import Product
from bench.numbers import median, percentile
from bench.suites.signing import approver, asked
from bench.table import number, table
from bench.world import Room

SECONDS = 40

LOADS = (20, 200)


def run(bench: Bench) -> Outcome:
    rooms = {waiting: a_room_with(waiting, bench) for waiting in LOADS}
    sessions = {waiting: bench.world.session_of(approver(bench, room)) for waiting, room in rooms.items()}
    queries = {waiting: queries_of(rooms[waiting], sessions[waiting]) for waiting in LOADS}
    product = Product(bench.house)
    times: dict[int, list[list[float]]] = {waiting: [] for waiting in LOADS}
    for turn in bench.turns(SECONDS):
        bench.say(f"desk, round {turn + 1}")
        with product.running(rooms[20]), ExitStack() as stack:
            browsers = {waiting: Browser(product.port, sessions[waiting]) for waiting in LOADS}
            for waiting, browser in browsers.items():
                stack.callback(browser.close)
                page, _took = browser.get(
                    desk(rooms[waiting])
                )  # templates and connections, made on first use
                check(page, waiting)
                times[waiting].append([])
            for _ in range(10 if bench.quick else 25):
                for waiting, browser in browsers.items():
                    _page, took = browser.get(desk(rooms[waiting]))
                    times[waiting][-1].append(took)
    p50s = {waiting: median([percentile(each, 50) for each in rounds]) for waiting, rounds in times.items()}
    return Outcome(
        figures={"desk.200_ms": p50s[200], "desk.more_queries": queries[200] - queries[20]},
        tables=[
            table(
                f"desk rounds={bench.done} (answer in ms)",
                ["", "p50", "p99", "queries"],
                [
                    [
                        f"{waiting} waiting",
                        number(p50s[waiting]),
                        number(percentile([took for each in times[waiting] for took in each], 99)),
                        str(queries[waiting]),
                    ]
                    for waiting in LOADS
                ],
            )
        ],
        raw={"ms": times, "queries": queries},
    )


def a_room_with(waiting: int, bench: Bench) -> Room:
    bench.say(f"filling a desk with {waiting} sign-offs")
    room = bench.world.room()
    for _ in range(waiting):
        asked(bench, room)
    return room


def desk(room: Room) -> str:
    return f"/rooms/{room.pk}/desk/"


def check(page: str, waiting: int) -> None:
    """A desk that leaves something out is quick for the wrong reason."""
    if (shown := page.count("/statements/")) < waiting:
        raise RuntimeError(f"Of {waiting} statements that wait, the desk shows {shown}.")


def queries_of(room: Room, session: str) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(desk(room))
    asked_of_postgres: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked_of_postgres.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = client.get(desk(room))
    if answer.status_code != 200:
        raise RuntimeError(f"The desk was answered with {answer.status_code}.")
    return len(asked_of_postgres)
