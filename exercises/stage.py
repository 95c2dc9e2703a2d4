"""The room while a pack is played in it: who plays whom, and what the names of the pack have become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models

from accounts.models import User
from exercises.pack import Pack, Ref, Step
from incidents.models import Incident, Strand

# A thing that a step has made: its model, as "approvals.statement", and its key.
Made = tuple[str, int]


@dataclass
class Stage:
    """Everything a deed may need beyond its own fields. It holds keys and not things, so that it can be put aside
    between two steps, and another process can take it up."""

    pack: Pack
    people: Mapping[str, User]
    incident: int | None = None
    strands: dict[str, int] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)

    @classmethod
    def recall(cls, pack: Pack, people: Mapping[str, User], memory: Mapping[str, Any]) -> Self:
        """The stage that `memory` was made of; a fresh one when it is empty."""
        made = {name: (model, key) for name, (model, key) in memory.get("made", {}).items()}
        return cls(pack, people, memory.get("incident"), dict(memory.get("strands", {})), made)

    def memory(self) -> dict[str, Any]:
        """What must be known to go on, as JSON primitives."""
        return {"incident": self.incident, "strands": self.strands, "made": self.made}

    @property
    def room(self) -> Incident:
        """The room, as it is now."""
        assert self.incident is not None, "a valid pack begins by opening it"
        return Incident.objects.get(pk=self.incident)

    @property
    def lead(self) -> User:
        return self.people[self.pack.lead.key]

    def strand(self, key: str) -> Strand:
        """The strand that a step has created under this key, as it is now."""
        return Strand.objects.select_related("owner").get(pk=self.strands[key])

    def remember(self, name: str, thing: models.Model) -> None:
        self.made[name] = (thing._meta.label_lower, thing.pk)

    def resolve(self, value: Any) -> Any:
        """What a field's names stand for, freshly read: a fact may have been settled since it was named."""
        if isinstance(value, Ref):
            model, key = self.made[value.name]
            return apps.get_model(model)._default_manager.get(pk=key)
        if isinstance(value, list):
            return [self.resolve(each) for each in value]
        return value

    def circumstances(self, step: Step) -> dict[str, Any]:
        """Who, when, where: what a deed takes beside its fields."""
        happened: datetime = step.happened or step.at
        return {
            "by": self.people[step.by],
            "occurred_at": happened,
            "opened_at": step.at,
            "strands": [self.strand(key).letter for key in step.strands],
            "stream": step.stream,
        }
