"""What a deed's fields may hold. The annotations of its function are the format; this module reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from common.text import clean_text
from exercises.lines import Table
from exercises.pack import Ref
from exercises.problems import hint
from exercises.times import read_time
from incidents.forms.fields import LinkField

LONGEST = 20_000  # characters of one text; a field of the room may take less, and says so when it is played
MOST = 10**11  # what a field may count

# The kind of what a step with an unknown deed makes: one mistake is not repeated wherever its name is used.
ANYTHING = "thing of any kind"


@dataclass(frozen=True)
class Named:
    """Marks a field that holds the name an earlier step gave; the deed gets the thing itself."""

    kind: str


@dataclass(frozen=True)
class StrandKey:
    """Marks a field that holds a key of the pack's strands; `created` when a step must have created it."""

    created: bool = True


@dataclass(frozen=True)
class WebAddress:
    """Marks a field that holds a link, which a page will offer to press."""


@dataclass
class Scope:
    """What can be referred to at one point of the pack."""

    zone: ZoneInfo
    strands: Iterable[str] = ()
    created: set[str] = field(default_factory=set)
    named: dict[str, str] = field(default_factory=dict)

    def check_name(self, name: object, kind: str) -> Ref:
        known = [each for each, its_kind in self.named.items() if its_kind == kind]
        if not isinstance(name, str) or name not in self.named:
            raise ValueError(f'no earlier step named a {kind} "{name}"{hint(str(name), known)}')
        if self.named[name] not in (kind, ANYTHING):
            raise ValueError(f'"{name}" is a {self.named[name]}, not a {kind}{hint(name, known)}')
        return Ref(name)

    def check_strand(self, key: object, *, created: bool = True) -> str:
        if not isinstance(key, str) or key not in self.strands:
            raise ValueError(f'the pack has no strand "{key}"{hint(str(key), self.strands)}')
        if created and key not in self.created:
            raise ValueError(f'no earlier step has created the strand "{key}"')
        return key


def check(wanted: Any, value: object, scope: Scope) -> Any:
    """`value` as the annotation `wanted` asks for it, names still as names. Raises ValueError, saying why."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin is Annotated:
        return _check_marked(arguments[0], arguments[1], value, scope)
    if origin in (Union, UnionType):
        (inner,) = [each for each in arguments if each is not NoneType]
        return check(inner, value, scope)
    if wanted is Any:
        return value
    if wanted is Table:
        if not isinstance(value, Table):
            raise ValueError(f"must be a mapping, not {_said(value)}")
        return value
    if origin is list:
        if not isinstance(value, list):
            raise ValueError(f"must be a list, in [ ], not {_said(value)}")
        return [check(arguments[0], each, scope) for each in value]
    if wanted is datetime:
        return read_time(value, scope.zone)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _check_choice(wanted, value)
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise ValueError(f"must be a mapping, not {_said(value)}")
        return dict(value)
    if wanted is str and isinstance(value, str):
        return _check_text(value)
    # bool is an int in Python, but `volume: yes` is a mistake.
    if wanted is int and isinstance(value, int) and not isinstance(value, bool):
        if not 0 <= value <= MOST:
            raise ValueError(f"must be a number from 0 to {MOST}")
        return value
    if wanted is bool and isinstance(value, bool):
        return value
    kinds = {str: "text", int: "a whole number", bool: "true or false"}
    raise ValueError(f"must be {kinds.get(wanted, wanted)}, not {_said(value)}")


def _check_text(value: str) -> str:
    """As the room's own forms take it: nothing in it that cannot be seen."""
    if not value.strip():
        raise ValueError("must not be empty")
    try:
        return clean_text(value, limit=LONGEST)
    except ValidationError as wrong:
        raise ValueError("; ".join(wrong.messages)) from None


def _check_marked(inner: Any, mark: object, value: object, scope: Scope) -> Any:
    if isinstance(mark, Named) and get_origin(inner) is list:
        if not isinstance(value, list):
            raise ValueError(f"must be a list of names, in [ ], not {_said(value)}")
        return [scope.check_name(each, mark.kind) for each in value]
    if isinstance(mark, Named):
        return scope.check_name(value, mark.kind)
    if isinstance(mark, WebAddress):
        return _check_address(value)
    if isinstance(mark, StrandKey):
        return scope.check_strand(value, created=mark.created)
    raise TypeError(f"unknown mark {mark!r}")


def _check_address(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {_said(value)}")
    try:
        return LinkField(required=False).clean(value) or ""
    except ValidationError as wrong:
        raise ValueError("; ".join(wrong.messages)) from None


def _check_choice(choices: type[Enum], value: object) -> Enum:
    try:
        return choices(value)
    except ValueError:
        raise ValueError(
            f"cannot be {_said(value)}{hint(str(value), (str(each.value) for each in choices))}"
        ) from None


def _said(value: object) -> str:
    return "nothing" if value is None else f'"{value}"' if isinstance(value, str) else f"{value}"
