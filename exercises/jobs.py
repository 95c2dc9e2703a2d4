"""Long work with packs: playing one, and reading one that somebody uploaded."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.verdicts import require
from exercises import policy
from exercises.actions.imports import import_pack
from exercises.deeds.labels import label_of
from exercises.library import reopen
from exercises.pack import Pack, Step
from exercises.problems import PackError
from exercises.reading import read_text
from exercises.replay import ReplayError, cut, finish, perform
from exercises.stage import Stage
from incidents.models import Incident
from jobs.kinds import Failed, Kind, Tell, Way, register
from jobs.models import Job


@register
class Replay(Kind):
    """One step of the pack is one step of the job, in one transaction."""

    name = "replay"
    label = gettext_lazy("Replay")

    def prepare(self, job: Job, tell: Tell) -> Pack:
        try:
            pack = reopen(job.wants["slug"], job.wants["imported"])
        except (LookupError, PackError) as gone:
            raise Failed(_("This pack is no longer here.")) from gone
        if len(pack.steps) != job.wants["steps"]:
            raise Failed(_("This pack was changed while it was played. What was played stands."))
        return pack

    def step(self, job: Job, prepared: Pack) -> None:
        pack, end = prepared, cut(prepared, job.wants["until"])
        stage = Stage.recall(pack, _people(job), job.memory)
        if stage.incident:
            require(policy.go_on(job.asked_by, stage.room, pack))
        before = pack.steps[job.done - 1] if job.done else None
        this = pack.steps[job.done]
        try:
            perform(stage, this, before)
        except ReplayError as refused:
            raise Failed(_("The room refused a step. What was played stands."), [str(refused)]) from refused
        job.memory, job.result = stage.memory(), {"room": stage.incident}
        if job.done + 1 == end.index:
            finish(stage, end, this)
            job.ends(job.result)
            return
        following = pack.steps[job.done + 1]
        job.now = _told(pack, following)
        job.goes_on(at=timezone.now() + _pause(this, following, job.wants["speed"]))

    def doing(self, job: Job) -> str:
        if not job.now:
            return _("The room is being opened.")
        now: Mapping[str, Any] = job.now
        at = datetime.fromisoformat(now["at"]).astimezone(ZoneInfo(now["zone"]))
        when = f"{date_format(at, 'DATE_FORMAT')}, {at:%H:%M}"
        told = {"when": when, "who": now["who"], "what": label_of(now["do"])}
        return _("Next, on %(when)s: %(who)s, %(what)s.") % told

    def way(self, job: Job) -> Way | None:
        if not (room := job.result.get("room")):
            return None
        label = _("Open the room") if job.is_over else _("Watch it in the room")
        return Way(reverse("room", args=[room]), label)

    def visible(self, jobs: Sequence[Job], user: User) -> list[Job]:
        """Only of rooms that they are in today: who does what next is said of the room."""
        rooms = {room for job in jobs if (room := job.result.get("room"))}
        seen = set(Incident.objects.visible_to(user).filter(pk__in=rooms).values_list("pk", flat=True))
        return [job for job in jobs if job.result.get("room") in {None, *seen}]


@register
class Import(Kind):
    """The file is read in one go; only what is right is kept, and all at once."""

    name = "import"
    label = gettext_lazy("Import of a pack")

    def prepare(self, job: Job, tell: Tell) -> Pack:
        slug: str = job.wants["slug"]
        try:
            return read_text(job.wants["text"], file=f"{slug}.yaml", slug=slug, tell=tell)
        except PackError as wrong:
            line = _("Line %(line)d: %(problem)s")
            problems = [line % {"line": each.line, "problem": each.text} for each in wrong.problems]
            raise Failed(
                _("Nothing was imported. Mend these lines, then import the file again."), problems
            ) from wrong

    def step(self, job: Job, prepared: Pack) -> None:
        pack = import_pack(prepared, text=job.wants["text"], by=job.asked_by)
        job.total = len(prepared.steps)
        job.ends({"pack": pack.slug})

    def doing(self, job: Job) -> str:
        return _("The steps are being read.")

    def way(self, job: Job) -> Way | None:
        slug, packs = job.result.get("pack"), reverse("packs")
        if slug:
            return Way(f"{packs}?pack={slug}", _("Play it"))
        return Way(packs, _("Choose the file again")) if job.failure else None


def _people(job: Job) -> dict[str, User]:
    parts: Mapping[str, int] = job.wants["people"]
    people = User.objects.in_bulk(set(parts.values()))
    return {part: people[pk] for part, pk in parts.items()}


def _pause(this: Step, following: Step, speed: float) -> timedelta:
    return (following.at - this.at) / speed if speed else timedelta()


def _told(pack: Pack, step: Step) -> dict[str, str]:
    return {
        "at": step.at.isoformat(),
        "zone": str(pack.zone),
        "who": pack.cast[step.by].name,
        "do": step.do,
    }
