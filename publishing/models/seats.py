"""SQL for who sits in a room today."""

from collections.abc import Iterable

from approvals.models.gate import AS_TOLD
from incidents.models import TEAM, Role

# The second pair of hands: whoever answers for the house when every desk cannot be waited for.
SECONDERS = frozenset({Role.LEAD, Role.EXECUTIVE, Role.LEGAL})
# Whoever may judge afterwards: everyone who could have been asked to sign.
JUDGES = TEAM | {Role.EXECUTIVE}

IS_CLOSED = "room.status = 'closed'"


def sits(person: str, roles: Iterable[str]) -> str:
    """SQL that holds when the person whose id the expression `person` gives has an active account and one of
    `roles`, as the story tells it, in the `room` that is held."""
    named = ", ".join(f"'{role}'" for role in sorted(roles))
    return (
        "EXISTS (SELECT FROM incidents_participant place"
        " JOIN accounts_user account ON account.id = place.person_id AND account.is_active"
        f" WHERE place.incident_id = room.id AND place.person_id = {person}"
        f" AND place.removed_at IS NULL AND place.role IN ({named}) AND {AS_TOLD})"
    )


def wrote(person: str) -> str:
    """SQL that holds when that person wrote any revision of the statement that is `held`."""
    return (
        "EXISTS (SELECT FROM approvals_revision own"
        f" WHERE own.statement_id = held.id AND own.author_id = {person})"
    )
