"""Rows of the timeline for the hub, which asks for them at every hint.

Django needs 1 ms to put this statement together and Postgres 0.1 ms to answer it, so here it is, put together.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from accounts.models import User
from incidents.models import TimelineEntry

# What no template draws stays where it is; asked for all the same, it is fetched then.
COLUMNS = [
    field.column
    for field in TimelineEntry._meta.concrete_fields
    if field.name not in ("client_key", "previous_hash", "search_text")
]
NAMES = [field.attname for field in TimelineEntry._meta.concrete_fields if field.column in COLUMNS]
ACTOR = ["id", "username", "name"]
SELECT = (
    f"SELECT {', '.join(f'entry.{column}' for column in COLUMNS)}, "  # noqa: S608  our own names
    f"{', '.join(f'actor.{column} AS actor_{column}' for column in ACTOR)}, "
    "(SELECT root.n FROM incidents_timelineentry root WHERE root.id = entry.refers_to_id) AS root_n "
    "FROM incidents_timelineentry entry LEFT JOIN accounts_user actor ON actor.id = entry.actor_id "
)


LOOK = f"""
SELECT seen.*, news.* FROM (
    SELECT id, epoch, rights_version, room_seq, briefing_n, working_n, privileged_n,
           coalesce((SELECT moves FROM accounts_standing), 0)
    FROM incidents_incident WHERE id = %s
) seen LEFT JOIN LATERAL (
    {SELECT} WHERE entry.incident_id = seen.id AND ({{wanted}}) ORDER BY entry.room_seq LIMIT {{limit}}
) news ON true ORDER BY news.room_seq
"""  # noqa: S608  our own names
GLANCED = 8


@dataclass(frozen=True)
class Look:
    """A room at one instant. `news`: its entries after the cursors asked about, in the order of the story; None
    when there are more than the limit."""

    room: int
    epoch: str
    rights_version: int
    seq: int
    heads: Mapping[str, int]
    standing: int
    news: list[TimelineEntry] | None


def look(room: int, cursors: Mapping[str, int], *, limit: int) -> Look | None:
    """In one statement, because every hint waits for it. `cursors`: the last number known, per stream."""
    wanted = " OR ".join("(entry.stream = %s AND entry.n > %s)" for _ in cursors) or "false"
    parameters = [room, *(each for cursor in cursors.items() for each in cursor)]
    with connection.cursor() as cursor:
        cursor.execute(LOOK.format(wanted=wanted, limit=limit + 1), parameters)
        rows = cursor.fetchall()
    if not rows:
        return None
    pk, epoch, rights_version, seq, briefing, working, privileged, standing = rows[0][:GLANCED]
    heads = {"briefing": briefing, "working": working, "privileged": privileged}
    news = [_entry(row[GLANCED:]) for row in rows if row[GLANCED] is not None] if len(rows) <= limit else None
    return Look(pk, str(epoch), rights_version, seq, heads, standing, news)


def rows_between(room: int, spans: Mapping[str, tuple[int, int]]) -> list[TimelineEntry]:
    """Entries of a room with their people, in the order of the story. `spans`: per stream, the number after
    which to begin and the last one wanted."""
    wanted = " OR ".join("(entry.stream = %s AND entry.n > %s AND entry.n <= %s)" for _ in spans)
    bounds = [each for stream, (after, last) in spans.items() for each in (stream, after, last)]
    return _fetch(f"WHERE entry.incident_id = %s AND ({wanted})", [room, *bounds])


def rows_about(roots: Collection[int], *, until: int) -> list[TimelineEntry]:
    """The entries with these ids and all that refer to one of them, up to the `room_seq` given."""
    return _fetch(
        "WHERE (entry.id = ANY(%s) OR entry.refers_to_id = ANY(%s)) AND entry.room_seq <= %s",
        [list(roots), list(roots), until],
    )


def _fetch(where: str, parameters: Sequence[Any]) -> list[TimelineEntry]:
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT} {where} ORDER BY entry.room_seq", parameters)
        return [_entry(row) for row in cursor.fetchall()]


def _entry(row: Sequence[Any]) -> TimelineEntry:
    values = dict(zip(NAMES, row, strict=False))
    values["payload"] = json.loads(values["payload"])  # Django leaves JSON as text
    entry = TimelineEntry.from_db(DEFAULT_DB_ALIAS, NAMES, list(values.values()))
    *actor, entry.root_n = row[len(NAMES) :]
    entry.actor = None if entry.actor_id is None else User.from_db(DEFAULT_DB_ALIAS, ACTOR, actor)
    return entry
