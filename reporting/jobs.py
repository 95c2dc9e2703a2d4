"""The making of a copy of a room's record, a chapter after the other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from approvals.models import Attachment
from incidents.models import Participant
from jobs.kinds import Failed, Kind, Way, register
from jobs.models import Job
from reporting.copies import chain
from reporting.copies.archive import safe_name
from reporting.copies.people import people
from reporting.copies.plan import Plan
from reporting.copies.publications import publications
from reporting.copies.readme import readme
from reporting.copies.statements import PAGE, statements
from reporting.copies.tables import as_lines
from reporting.copies.timeline import page_of, timeline
from reporting.figures import figures
from reporting.models import Export, ExportPiece
from reporting.payloads import to_payload

DOING = {
    "room": gettext_lazy("The people and the figures are being written down."),
    "timeline": gettext_lazy("The timeline is being written down."),
    "statements": gettext_lazy("The statements are being written down."),
    "publications": gettext_lazy("What went out is being written down."),
    "files": gettext_lazy("The files are being put beside it."),
}


@register
class RoomExport(Kind):
    """Every step writes pieces of files; the ZIP is made when it is fetched."""

    name = "export"
    label = gettext_lazy("Copy of a room")

    def step(self, job: Job, prepared: Any) -> None:
        export = Export.objects.select_related("incident").get(job=job)
        place = export.incident.participant(job.asked_by)
        lost_chain = export.has_chain and not chain.is_for(job.asked_by)
        if place is None or not export.is_for(place) or lost_chain:
            raise Failed(_("Your place in the room has changed, so this copy was not made."))
        chapter, number = _chapter(job)
        WRITERS[chapter](export, place, number)
        if job.done + 1 < job.total:
            job.goes_on()
        else:
            job.ends({"export": export.pk, "until": export.expires_at.isoformat()})

    def doing(self, job: Job) -> str:
        return str(DOING[_chapter(job)[0]])

    def way(self, job: Job) -> Way | None:
        if job.result and datetime.fromisoformat(job.result["until"]) > timezone.now():
            return Way(
                reverse("export_file", args=[job.result["export"]]), _("Download the copy"), is_file=True
            )
        if job.is_over:
            return Way(reverse("exports", args=[job.wants["room"]]), _("Have it made again"))
        return None

    def visible(self, jobs: Sequence[Job], user: User) -> list[Job]:
        """Only of rooms that they are in today."""
        rooms = {job.wants["room"] for job in jobs}
        mine = Participant.objects.active().filter(person=user, incident__in=rooms)
        seen = set(mine.values_list("incident_id", flat=True))
        return [job for job in jobs if job.wants["room"] in seen]


def _chapter(job: Job) -> tuple[str, int]:
    steps = list(Plan.from_json(job.wants["plan"]))
    return steps[min(job.done, len(steps) - 1)]


def _room(export: Export, place: Participant, number: int) -> None:
    sums = to_payload(figures(export.incident, streams=export.reads))
    _write(export, number, "README.txt", readme(export, place))
    _write(export, number, "people.csv", people(place))
    _write(export, number, "figures.json", as_lines([sums]))
    if export.has_chain:
        _write(export, number, "verify.py", chain.verifier())


def _timeline(export: Export, place: Participant, number: int) -> None:
    rows = page_of(export)
    for path, content in timeline(export, rows).items():
        _write(export, number, path, content)
    if export.has_chain:
        _write(export, number, "chain.jsonl", chain.chain(rows))
    if rows:
        export.told_until = rows[-1].recorded_at
        export.save(update_fields=["told_until"])


def _statements(export: Export, place: Participant, number: int) -> None:
    first = number * PAGE
    words = statements(export.incident, export.reads, first, first + PAGE)
    _write(export, number, "statements.jsonl", words)


def _publications(export: Export, place: Participant, number: int) -> None:
    for path, content in publications(export.incident).items():
        _write(export, number, path, content)


def _files(export: Export, place: Participant, number: int) -> None:
    for position, each in enumerate(Attachment.objects.filter(incident=export.incident).listed()):
        path = f"files/{position + 1}-{each.sha256[:8]}-{safe_name(each.name)}"
        ExportPiece.objects.create(export=export, position=position, path=path, attachment=each)


WRITERS = {
    "room": _room,
    "timeline": _timeline,
    "statements": _statements,
    "publications": _publications,
    "files": _files,
}


def _write(export: Export, position: int, path: str, content: bytes) -> None:
    ExportPiece.objects.create(export=export, position=position, path=path, content=content)
