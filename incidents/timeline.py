"""The only door into the timeline."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.commits import after_commit
from common.verdicts import Refused
from incidents.entries import Entry
from incidents.models import Incident, TimelineEntry
from live import hints


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
    """Append `entry` to the room's story and, once committed, hint that the room has changed.

    `by` is None for what the room itself notices (an overdue promise). `occurred_at` defaults to the room's
    clock. An entry that refers to an earlier one joins that one's stream. The caller holds the room's lock
    (`Incident.objects.lock`); numbers and times come from the table's trigger.

    Raises TransactionManagementError outside a transaction: a half-recorded deed must be impossible.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("record() runs inside the deed's own transaction")
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
    row.refresh_from_db()
    after_commit(lambda: hints.room_changed(incident.pk))
    return row


def already_recorded(by: User, key: UUID | None, **same: object) -> TimelineEntry | None:
    """The entry that this press already made, when a browser sends it again after a lost answer.

    Ask under the room's lock; the unique (actor, key) is the last word. `same` names what the two presses
    must have in common (incident, type, payload, refers_to). Raises Refused when they differ: words changed
    after a lost answer must not vanish behind the first ones.
    """
    if key is None:
        return None
    earlier = TimelineEntry.objects.filter(actor=by, client_key=key).first()
    if earlier and any(getattr(earlier, name) != value for name, value in same.items()):
        raise Refused(_("This form was sent before, saying something else. Load the page again to say more."))
    return earlier
