"""The room while a pack is played in it: who plays whom, and what the names of the pack have become."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User
from exercises.pack import Pack, Ref, Step
from incidents.models import Incident, Strand


@dataclass
class Stage:
    """Everything a deed may need beyond its own fields."""

    pack: Pack
    people: Mapping[str, User]
    incident: Incident | None = None
    strands: dict[str, Strand] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def room(self) -> Incident:
        """The room, as it is now."""
        assert self.incident is not None, "a valid pack begins by opening it"
        return Incident.objects.get(pk=self.incident.pk)

    @property
    def lead(self) -> User:
        return self.people[self.pack.lead.key]

    def resolve(self, value: Any) -> Any:
        """What a field's names stand for, freshly read: a fact may have been settled since it was named."""
        if isinstance(value, Ref):
            made = self.made[value.name]
            return type(made)._default_manager.get(pk=made.pk) if isinstance(made, models.Model) else made
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
            "strands": [self.strands[key].letter for key in step.strands],
            "stream": step.stream,
        }
