"""Who was waited for how long, desk by desk: what they answered, and what lies there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from approvals.waiting import Wait
from incidents.models import Role
from reporting.pictures.scale import per_cent
from reporting.waits import DeskWait


@dataclass(frozen=True)
class Desk:
    """A row: lengths, and how wide they are drawn. None, and empty, for what there is not."""

    name: str
    answered: DeskWait | None
    waiting_since: datetime | None
    longest: str = ""
    median: str = ""
    waiting: str = ""


def draw(answered: Iterable[DeskWait], open_waits: Iterable[Wait], *, now: datetime) -> list[Desk]:
    """Desks in their order, then those asked by name. The longest wait of all is as wide as the picture."""
    done = {str(wait.role.label): wait for wait in answered}
    since: dict[str, datetime] = {}
    for wait in open_waits:
        since[wait.slot.desk] = min(wait.since, since.get(wait.slot.desk, wait.since))
    order = [str(role.label) for role in Role]
    names = sorted(
        {*done, *since}, key=lambda name: (order.index(name) if name in order else len(order), name)
    )
    lengths = [*(wait.longest for wait in done.values()), *(now - began for began in since.values())]
    widest = max(lengths, default=timedelta()) or timedelta(seconds=1)
    return [
        Desk(
            name=name,
            answered=done.get(name),
            waiting_since=since.get(name),
            longest=per_cent(done[name].longest / widest) if name in done else "",
            median=per_cent(done[name].median / widest) if name in done else "",
            waiting=per_cent((now - since[name]) / widest) if name in since else "",
        )
        for name in names
    ]
