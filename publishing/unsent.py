"""What may go out and has not: signed by every desk, or under a broken glass. In no query of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from approvals.models import Channel, Revision, Statement
from publishing import policy


@dataclass(frozen=True)
class Unsent:
    """A revision that waits for the lead or comms to send it where it was signed for, and has not been."""

    revision: Revision
    channels: tuple[Channel, ...]

    @property
    def statement(self) -> Statement:
        return self.revision.statement

    @property
    def since(self) -> datetime:
        """When nothing was missing any more, by the room's clock: the last signature, else the second at the
        glass."""
        if not self.revision.is_signed and (glass := policy.glass_of(self.revision)) and glass.seconded:
            return glass.seconded.clock_at
        return max(slot.signed.clock_at for slot in self.revision.slots if slot.signed)


def unsent_among(statements: Iterable[Statement]) -> list[Unsent]:
    """Of `statements`, which are `told()`, those not yet out everywhere they were meant for. Lines are said by
    the people they were given to, and wait for nobody."""
    return [
        Unsent(revision, tuple(left))
        for each in statements
        if not (revision := each.current).spokespeople
        and (revision.is_signed or policy.glass_of(revision))
        and (left := policy.channels_left(revision))
        and not revision.refuted
        and not revision.withdrawn_slots
    ]
