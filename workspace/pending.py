"""Whom a room waits for with its statements: to send them, to sign them, to write them anew."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from approvals.models import Revision, Slot, Statement
from approvals.taken_back import taken_back_among
from approvals.waiting import mendings_among, waits_among
from incidents.models import Incident
from publishing.unsent import unsent_among


@dataclass(frozen=True)
class Pending:
    """One thing that somebody has to do with a statement; `since` by the room's clock. `slot` where it is to sign."""

    words: str
    since: datetime
    revision: Revision
    slot: Slot | None = None


def pending_in(incident: Incident) -> list[Pending]:
    """What is ready to go out first, then what waits for a signature, then what has to be written anew; in each,
    the longest wait first."""
    statements = list(Statement.objects.filter(incident=incident).told())
    if incident.is_closed:
        return []
    unsent = sorted(unsent_among(statements), key=lambda each: each.since)
    return [
        *(
            Pending(_("%(title)s to go out") % {"title": each.statement}, each.since, each.revision)
            for each in unsent
        ),
        *(
            Pending(
                _("%(desk)s to sign %(title)s") % {"desk": wait.slot.desk, "title": wait.statement},
                wait.since,
                wait.revision,
                wait.slot,
            )
            for wait in waits_among(statements)
        ),
        *(
            Pending(
                _("%(title)s to be revised, as %(who)s asked")
                % {"title": each.statement, "who": each.review.author},
                each.since,
                each.revision,
            )
            for each in mendings_among(statements)
        ),
        *(
            Pending(
                _("%(title)s to be revised: a fact it rests on was refuted") % {"title": each.statement},
                each.since,
                each.revision,
            )
            for each in taken_back_among(statements)
        ),
    ]
