"""The policies that the machine puts in force: rows that outlive an example, so each begins by putting its own."""

from tests.cast import a_policy

USUAL = {
    "Comms and legal": {"roles": ["comms", "legal"]},
    "Executive on SEV1": {"severities": [1], "roles": ["executive"]},
    "Support on the forum": {"roles": []},
}
# One edit of the policies each: (name, what the new row says).
EDITS = [
    ("Comms and legal", {"roles": ["comms", "legal"]}),
    ("Comms and legal", {"roles": ["comms", "legal"]}),
    ("Comms and legal", {"roles": ["legal"]}),
    ("Comms and legal", {"roles": []}),  # retired
    ("Support on the forum", {"channels": ["forum"], "roles": ["support"]}),
    ("Support on the forum", {"roles": []}),
    ("Executive on SEV1", {"severities": [1, 2], "roles": ["executive"]}),
    ("Executive on SEV1", {"severities": [1], "roles": ["executive"]}),
]


def put_in_force(name: str, said: dict[str, list[str]]) -> None:
    desks = said["roles"]
    a_policy(name, *desks, **{where: which for where, which in said.items() if where != "roles"})


def as_usual() -> None:
    for name, said in USUAL.items():
        put_in_force(name, said)
