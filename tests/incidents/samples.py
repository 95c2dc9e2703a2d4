"""One filled-in entry of every registered type, whichever app registered it."""

from collections.abc import Callable
from dataclasses import MISSING
from datetime import UTC, datetime
from typing import Any

from incidents.entries import Entry

MOMENT = datetime(2008, 12, 10, 10, 30, 0, 125, tzinfo=UTC)

# Fields that hold a word from one of the house's short lists, a name it gave, or a digest: nobody typed them.
CODES: dict[str, Any] = {
    "severity": 1,
    "was_severity": 2,
    "status": "monitoring",
    "was_status": "open",
    "kind": "other",
    "role": "legal",
    "was_role": "comms",
    "asked_of": "legal",
    "was_state": "unverified",
    "letter": "A",
    "struck_type": "note.posted",
    "sha": "7c1e09ab33f0",
    "channel": "press",
    "language": "en",
    "basis": "gross",
    "roles": ["comms", "legal"],
    "fact": "w4",
    "missing": ["legal"],
    "outcome": "accepted",
    "cause": "absent",
    "figures": {"opened_at": MOMENT.isoformat()},
}
# Lists in which desks by their codes stand beside people by name.
DESKS_AND_PEOPLE = {"roles", "missing"}
STATEMENT_KIND = "holding"  # the only field whose list depends on the type


def canary(name: str) -> str:
    """Free text for the field `name`, as nasty as people's: it must come back as text or not at all."""
    return f"canary-{name} <script>alert('{name}')</script> & \"{name}\" 배터리"


VALUES: dict[str, Callable[[str], Any]] = {
    "str": canary,
    "int": lambda name: 1200,
    "bool": lambda name: True,
    "datetime": lambda name: MOMENT,
}


def sample(cls: type[Entry], *, bare: bool = False) -> Entry:
    """An entry of `cls` with something in every field; `bare`: only in those it cannot do without."""
    values = {}
    for each in cls.payload_fields():
        spared = each.default is not MISSING or each.default_factory is not MISSING
        if bare and spared and each.name != "figures":
            continue
        if each.name in DESKS_AND_PEOPLE & {*cls.personal}:
            values[each.name] = ["legal", canary(each.name)]
        elif each.name in CODES:
            values[each.name] = CODES[each.name]
        elif each.name == "url":
            values[each.name] = "https://forum.example/canary-url?a=1&b=<2>"
        else:
            values[each.name] = next(make for kind, make in VALUES.items() if kind in str(each.type))(
                each.name
            )
    if ("sha" in values and "kind" in values) or cls.type == "statement.published":
        values["kind"] = STATEMENT_KIND
    return cls(**values)
