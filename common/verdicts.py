"""A yes or a no that can say why. Policies answer with one, actions insist on one, templates show one."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText


@dataclass(frozen=True)
class Verdict:
    """Whether something is allowed. Truthy when it is; `reason` says why when it is not."""

    allowed: bool
    reason: str | LazyText = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str | LazyText) -> Verdict:
    """A refusal with a sentence its reader can act on."""
    return Verdict(False, reason)


class Refused(Exception):
    """A deed was not done, and nothing of it remains. `reason` may be shown to the person who tried."""

    def __init__(self, reason: str | LazyText) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Stale(Refused):
    """Refused because the person acted on something that has changed since they saw it."""


def require(verdict: Verdict) -> None:
    """Pass on a yes. Raises Refused with the verdict's reason on a no."""
    if not verdict:
        raise Refused(verdict.reason)
