"""What a pack's steps can do. A deed is a function; its keyword arguments are the fields of its step."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypedDict, TypeVar, get_type_hints

from accounts.models import User
from exercises.pack import Step
from exercises.stage import Stage
from incidents.models import Stream


class Posting(TypedDict):
    """What every post takes beside its fields."""

    by: User
    occurred_at: datetime
    strands: list[str]
    stream: Stream | None


# Filled in from the step itself (`by`, `at` or `happened`, `strands`, `stream`), never from its fields.
CIRCUMSTANCES = frozenset({*Posting.__annotations__, "opened_at"})


@dataclass(frozen=True)
class Deed:
    """One verb of the pack format. `makes` is the kind of thing that `as` names, "" when there is none."""

    run: Callable[..., Any]
    makes: str = ""

    @property
    def name(self) -> str:
        return self.run.__name__

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The fields of its step, with what each may hold."""
        hints = get_type_hints(self.run, include_extras=True)
        return {name: hints[name] for name in self._keywords() if name not in CIRCUMSTANCES}

    @cached_property
    def needs(self) -> frozenset[str]:
        """Fields that a step cannot leave out."""
        keywords = self._keywords()
        return frozenset(name for name in self.fields if keywords[name].default is inspect.Parameter.empty)

    @cached_property
    def takes(self) -> frozenset[str]:
        """Circumstances it wants to be told."""
        taken = CIRCUMSTANCES & set(self._keywords())
        posts = any(each.kind is each.VAR_KEYWORD for each in inspect.signature(self.run).parameters.values())
        return taken | Posting.__annotations__.keys() if posts else taken

    def _keywords(self) -> dict[str, inspect.Parameter]:
        parameters = inspect.signature(self.run).parameters
        return {name: each for name, each in parameters.items() if each.kind is each.KEYWORD_ONLY}

    def do(self, stage: Stage, step: Step) -> Any:
        """Do it as the step says. Returns what it made. Raises Refused as the action does."""
        fields = {name: stage.resolve(value) for name, value in step.fields.items()}
        told = stage.circumstances(step)
        return self.run(stage, **fields, **{name: told[name] for name in self.takes})


Function = TypeVar("Function", bound=Callable[..., Any])

_deeds: dict[str, Deed] = {}


def deed(*, makes: str = "") -> Callable[[Function], Function]:
    """Make a function a verb of the pack format, under its own name."""

    def register(function: Function) -> Function:
        _deeds[function.__name__] = Deed(function, makes)
        return function

    return register


def deeds() -> Mapping[str, Deed]:
    """Every verb by its name."""
    return _deeds
