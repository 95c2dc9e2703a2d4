"""The only door into the timeline."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.commits import after_commit
from common.verdicts import Refused
from incidents.consequences import carry_out
from incidents.entries import Entry
from incidents.models import Incident, TimelineEntry
from live import hints

SENT_BEFORE = _(
    "This form was sent before, saying something else, and that stands. Nothing was changed now. "
    "Load the page again to say more."
)


def record(
    incident: Incident,
    entry: Entry,
    *,
    by: User | None,
    occurred_at: datetime | None = None,
    strands: Iterable[str] = (),
    refers_to: TimelineEntry | None = None,
    key: UUID | None = None,
) -> TimelineEntry:
    """Append `entry` to the room's story, with all that follows from it (incidents/consequences.py) and, once
    committed, hint that the room has changed.

    `by` is None for what the room itself notices (an overdue promise). `occurred_at` defaults to the room's
    clock. An entry that refers to an earlier one joins that one's stream. The caller holds the room's lock
    (`Incident.objects.lock`); numbers and times come from the table's trigger.

    Raises TransactionManagementError outside a transaction: a half-recorded deed must be impossible. Raises
    Refused when another room took this press's key at the same moment.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("record() runs inside the deed's own transaction")
    with _one_entry_per_press():
        row = TimelineEntry.objects.create(
            incident=incident,
            stream=refers_to.stream if refers_to else entry.chosen_stream(),
            type=entry.type,
            payload=entry.to_payload(),
            actor=by,
            occurred_at=occurred_at,  # type: ignore[misc]  # None: the trigger reads the room's clock
            strands=sorted(strands) or (refers_to.strands if refers_to else []),
            refers_to=refers_to,
            client_key=key,
            search_text=entry.search_text(),
        )
    row.forget_what_postgres_fills_in()
    after_commit(lambda: hints.room_changed(incident.pk))
    carry_out(row)
    return row


def already_recorded(
    by: User,
    key: UUID | None,
    *,
    payload: Mapping[str, Any] | None = None,
    **same: object,
) -> TimelineEntry | None:
    """The entry that this press already made, when a browser sends it again after a lost answer.

    Ask under the room's lock; the unique (actor, key) is the last word. The rest is what the two presses must
    have in common: what was said of the `payload`, and `same` (incident, type, refers_to, strands,
    occurred_at). Raises Refused when they differ: words changed after a lost answer must not vanish behind
    the first ones.
    """
    if key is None:
        return None
    earlier = TimelineEntry.objects.filter(actor=by, client_key=key).first()
    if earlier is None:
        return None
    if same.get("occurred_at", True) is None:  # said to have happened at once
        same["occurred_at"] = earlier.clock_at
    if any(getattr(earlier, name) != value for name, value in same.items()):
        raise Refused(SENT_BEFORE)
    if any(earlier.payload.get(name) != value for name, value in (payload or {}).items()):
        raise Refused(SENT_BEFORE)
    return earlier


@contextmanager
def _one_entry_per_press() -> Iterator[None]:
    """Two rooms do not wait for each other's locks; the unique (actor, key) is where their presses meet.

    Without a savepoint, for that takes two questions at every post: the transaction is beyond use afterwards, and
    Refused ends it.
    """
    try:
        yield
    except IntegrityError as error:
        if "one_entry_per_press" not in str(error):
            raise
        raise Refused(SENT_BEFORE) from error
