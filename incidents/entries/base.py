"""What an entry is: one frozen dataclass per type, holding its payload, its stream, its look and its words."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from incidents.models import Role, Stream

REDACTED = "█"

_registry: dict[str, type["Entry"]] = {}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The base of every type. Subclasses add their payload as fields; JSON primitives and datetimes only."""

    type: ClassVar[str]
    label: ClassVar[str | LazyText]
    group: ClassVar[str] = "housekeeping"
    default_stream: ClassVar[Stream] = Stream.WORKING
    template: ClassVar[str]
    icon: ClassVar[str] = "dot"
    node: ClassVar[str] = "milestone"
    # Whether a later entry may strike this one. Records of what the room did stand; what people wrote may err.
    strikable: ClassVar[bool] = False
    # Names of the fields that hold free text or personal data: searched, and emptied by `shred`. In a list, desks
    # stand beside people by name: their codes stay.
    personal: ClassVar[tuple[str, ...]] = ()

    stream: Stream | None = field(default=None, metadata={"payload": False})

    @classmethod
    def payload_fields(cls) -> list[Field[Any]]:
        return [each for each in fields(cls) if each.metadata.get("payload", True)]

    def to_payload(self) -> dict[str, Any]:
        """The entry as JSON primitives; datetimes as ISO 8601."""
        values = {each.name: getattr(self, each.name) for each in self.payload_fields()}
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in values.items()
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any], *, stream: Stream | None = None) -> Self:
        """The entry that was stored. Fields added since it was written take their defaults."""
        values: dict[str, Any] = {}
        for each in cls.payload_fields():
            if each.name in payload:
                value = payload[each.name]
                if "datetime" in str(each.type) and isinstance(value, str):
                    value = datetime.fromisoformat(value)
                values[each.name] = value
        return cls(stream=stream, **values)

    def chosen_stream(self) -> Stream:
        return self.stream or self.default_stream

    def search_text(self) -> str:
        """Every word of it that a person may look for."""
        return "\n".join(words for name in self.personal for words in _words(getattr(self, name)))

    def headline(self) -> str:
        """One plain line, for lists and for executives."""
        return str(getattr(self, self.personal[0])) if self.personal else str(self.label)

    def shred(self) -> Self:
        """The same entry without its free text, for a duty to erase."""
        blank: dict[str, Any] = {
            name: _blank(value) for name in self.personal if (value := getattr(self, name))
        }
        return replace(self, **blank)


def _words(value: object) -> list[str]:
    if isinstance(value, list):
        return [each for each in value if each not in Role.values]
    return [str(value)] if value else []


def _blank(value: object) -> str | list[str]:
    if isinstance(value, list):
        return [each if each in Role.values else REDACTED for each in value]
    return REDACTED


EntryType = TypeVar("EntryType", bound=type[Entry])


def register(cls: EntryType) -> EntryType:
    """Make a type known by its name, "noun.past". Raises ValueError when the name is taken."""
    if cls.type in _registry:
        raise ValueError(f"{cls.type} is registered twice")
    _registry[cls.type] = cls
    return cls


def entry_class(type_name: str) -> type[Entry]:
    """The class of a stored type. Raises KeyError for a type nobody registered."""
    return _registry[type_name]


def entry_classes() -> list[type[Entry]]:
    return list(_registry.values())


# The tabs over the story, in their order. Types join one by naming it as their `group`.
GROUPS: dict[str, LazyText] = {
    "signal": _("Signals"),
    "fact": _("Facts"),
    "decision": _("Decisions"),
    "call": _("Calls"),
    "question": _("Questions"),
    "note": _("Notes"),
    "statement": _("Statements"),
    "publication": _("Went out"),
}


def types_in(group: str) -> list[str]:
    """The type names under one tab."""
    return [cls.type for cls in _registry.values() if cls.group == group]
