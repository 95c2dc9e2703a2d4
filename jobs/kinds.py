"""What a job can be. Apps on the floors above say here how theirs are done; nobody below knows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.utils.functional import Promise as LazyText

from accounts.models import User
from jobs.models import Job

# Says how far it is, `done` of `total`. Raises Overtaken when the work is no longer this worker's.
Tell = Callable[[int, int], None]


class Failed(Exception):
    """The work cannot be done, and the last step left nothing behind. `problems` are what to mend, one by one."""

    def __init__(self, reason: str | LazyText, problems: Sequence[str] = ()) -> None:
        super().__init__(str(reason))
        self.reason, self.problems = reason, list(problems)


class Overtaken(Exception):
    """Somebody cancelled the job, or another worker has it."""


@dataclass(frozen=True)
class Way:
    """An address that a job leads to, and what it is called there."""

    url: str
    label: str | LazyText
    is_file: bool = False


class Kind:
    """One kind of long work, by its name."""

    name: ClassVar[str]
    label: ClassVar[str | LazyText]

    def prepare(self, job: Job, tell: Tell) -> Any:
        """What the next step needs and takes long to find out, without a lock and without changing anything."""

    def step(self, job: Job, prepared: Any) -> None:
        """The next step, in a transaction that holds the job's lock; says in `job` that it is further, or over.
        Short: nobody can cancel meanwhile. Raises Failed, or Refused, and then leaves nothing behind."""
        raise NotImplementedError

    def doing(self, job: Job) -> str:
        """What happens now, in the reader's language; empty when there is nothing to say."""
        return ""

    def way(self, job: Job) -> Way | None:
        """Where to go from here, as soon as there is something to see."""
        return None

    def visible(self, jobs: Sequence[Job], user: User) -> list[Job]:
        """Of the jobs of this kind that `user` asked for, those they may still know of."""
        return list(jobs)


_kinds: dict[str, Kind] = {}

KindClass = TypeVar("KindClass", bound=type[Kind])


def register(cls: KindClass) -> KindClass:
    """Make a kind of job known by its name."""
    _kinds[cls.name] = cls()
    return cls


def kind_of(job: Job) -> Kind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[job.kind]


def visible_to(user: User, jobs: Sequence[Job]) -> list[Job]:
    """Of `user`'s own jobs those they may still know of, in their order."""
    seen: set[int] = set()
    for name in {job.kind for job in jobs} & _kinds.keys():
        seen |= {job.pk for job in _kinds[name].visible([job for job in jobs if job.kind == name], user)}
    return [job for job in jobs if job.pk in seen]
