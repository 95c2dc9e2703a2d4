"""What lost its ground: statements under review of which a cited fact was taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from approvals.models import Revision, Slot, Statement
from common.prefetched import rows_of


@dataclass(frozen=True)
class TakenBack:
    """A revision that can neither be signed nor go out as it stands. `slots` were signed and are not any more."""

    revision: Revision
    slots: list[Slot]

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def since(self) -> datetime:
        """By the room's clock."""
        lapsed = [slot.withdrawn.lapse.clock_at for slot in self.slots if slot.withdrawn]
        refuted = [cited.fact.state_since for cited in self.revision.refuted]
        return min([*lapsed, *refuted])


def taken_back_among(statements: Iterable[Statement]) -> list[TakenBack]:
    """Of `statements`, which are `told()`, those that someone has to write anew, the longest first. What is out
    already needs more than that: a correction (publishing/actions/corrections.py)."""
    found = [
        TakenBack(revision, revision.withdrawn_slots)
        for statement in statements
        if not statement.incident.is_closed and (revision := statement.current).asked
        # Publications belong to the floor above and are only counted here, by the name of their relation.
        if (revision.refuted or revision.withdrawn_slots) and not rows_of(revision, "publications")
    ]
    return sorted(found, key=lambda each: each.since)
