from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Incident, Role

Element = Mapping[str, Any]  # one element of a policy's `slots`, as its JSON has it


@dataclass(frozen=True)
class Demand:
    """What policies ask for in one place: `count` signatures of a desk, or of some named people (their ids).

    Steps are signed in their order, equal ones side by side. `minutes` is how long a signature may take once
    it is its turn, None for as long as it likes; then `deputy` (an id) may give it instead.
    """

    role: str
    people: tuple[int, ...]
    count: int = 1
    step: int = 1
    deputy: int | None = None
    minutes: int | None = None

    @classmethod
    def of(cls, element: Element) -> Self:
        return cls(**{**element, "people": tuple(sorted(set(element["people"])))})

    @property
    def who(self) -> tuple[str, tuple[int, ...]]:
        """What makes two demands one and the same."""
        return self.role, self.people

    def desk_in(self, incident: Incident) -> str:
        """Who it is asked of, in words."""
        return desk_of(self.role, self.people, incident)

    def words_in(self, incident: Incident) -> str:
        """All of it in one phrase, as it is read in `incident`."""
        said = [self.desk_in(incident)]
        if self.count > 1:
            said.append(ngettext("%(n)d person", "%(n)d people", self.count) % {"n": self.count})
        if self.step > 1:
            said.append(_("in step %(n)d") % {"n": self.step})
        if self.minutes:
            said.append(_("within %(n)d min") % {"n": self.minutes})
        if self.deputy:
            said.append(_("then %(name)s") % {"name": desk_of("", [self.deputy], incident)})
        return ", ".join(str(each) for each in said)

    def to_element(self) -> dict[str, Any]:
        """As it stands in a policy."""
        return {**vars(self), "people": list(self.people)}

    def together_with(self, other: "Demand") -> "Demand":
        """Both at once: the greatest count, the latest step, the least time. Of two deputies, the other's."""
        limits = [each.minutes for each in (self, other) if each.minutes is not None]
        return replace(
            self,
            count=max(self.count, other.count),
            step=max(self.step, other.step),
            minutes=min(limits, default=None),
            deputy=other.deputy or self.deputy,
        )


def desk_of(role: str, people: Iterable[int], incident: Incident) -> str:
    """Who is asked: the desk by its name, or people by theirs, as far as they are or were in this room."""
    if role:
        return str(Role(role).label)
    names = {place.person_id: str(place.person) for place in incident.participants.all()}
    return _(" or ").join(names.get(pk, _("someone not in this room")) for pk in people)


def label_of(desk: str) -> str:
    """A desk by its code, or people by name as they were written down, in words."""
    return str(Role(desk).label) if desk in Role.values else desk


def union(demands: Iterable[Demand]) -> list[Demand]:
    """Everything asked for, each once: step by step, in a step by the order of `Role`, named people last."""
    wanted: dict[tuple[str, tuple[int, ...]], Demand] = {}
    for demand in demands:
        known = wanted.get(demand.who)
        wanted[demand.who] = known.together_with(demand) if known else demand
    order = [*Role.values, ""]
    return sorted(wanted.values(), key=lambda each: (each.step, order.index(each.role), each.people))
