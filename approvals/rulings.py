"""Which policy applies to a statement, which does not, and why. For people who read; the gate asks for itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.models import (
    Channel,
    Occasion,
    Revision,
    SignOffPolicy,
    StatementKind,
    demanded_by,
    occasion_of,
)


@dataclass(frozen=True)
class Ruling:
    """One policy, asked about one revision. `reasons` say why it applies, or why it does not."""

    policy: SignOffPolicy
    revision: Revision

    @property
    def applies(self) -> bool:
        return self.policy.covers(self.revision)

    @property
    def reasons(self) -> list[str]:
        return [words for words, holds in self._conditions() if holds == self.applies]

    @property
    def asks(self) -> list[str]:
        return [demand.words_in(self.revision.statement.incident) for demand in self.policy.demands]

    def _conditions(self) -> Iterable[tuple[str, bool]]:
        """Every condition that it makes, in words, and whether it holds."""
        policy, statement = self.policy, self.revision.statement
        if policy.occasion == Occasion.CORRECTION:
            yield _("only for corrections"), occasion_of(statement) == Occasion.CORRECTION
        elif occasion_of(statement) == Occasion.CORRECTION:
            yield _("not for corrections"), False
        if policy.severities:
            severity = statement.incident.severity
            yield ", ".join(f"SEV{each}" for each in policy.severities), severity in policy.severities
        if policy.kinds:
            kinds = ", ".join(str(StatementKind(kind).label) for kind in policy.kinds)
            yield kinds, statement.kind in policy.kinds
        if policy.channels:
            channels = ", ".join(str(Channel(channel).label) for channel in policy.channels)
            yield channels, not set(policy.channels).isdisjoint(self.revision.channels)
        if policy.strands:
            strands = _("strand %(letters)s") % {"letters": ", ".join(policy.strands)}
            yield strands, not set(policy.strands).isdisjoint(statement.strands)
        every = not (policy.severities or policy.kinds or policy.channels or policy.strands)
        if every and policy.occasion == Occasion.ORDINARY == occasion_of(statement):
            yield _("everything said"), True


@dataclass(frozen=True)
class Ruled:
    """What all policies of a room say about one revision, and what that comes to."""

    revision: Revision
    rulings: list[Ruling]

    @property
    def demands(self) -> list[str]:
        """What has to be signed, in the order of turns; empty: nothing applies, and it cannot go out."""
        incident = self.revision.statement.incident
        demands = demanded_by([ruling.policy for ruling in self.rulings], self.revision)
        return [demand.words_in(incident) for demand in demands]


def ruled(revision: Revision, policies: Iterable[SignOffPolicy]) -> Ruled:
    return Ruled(revision, [Ruling(policy, revision) for policy in policies])
