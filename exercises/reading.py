"""From the file to a pack that can be played, or to everything that is wrong with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from exercises.fields import Scope
from exercises.lines import Table, load
from exercises.pack import CastMember, Pack, RecordLine, StrandPlan
from exercises.problems import Problems
from exercises.steps import WORDINGS, StepReader
from exercises.tables import Tables
from incidents.models import Kind, Role, Severity

HEAD = {
    "title": str, "summary": str, "kind": Kind, "severity": Severity, "time_zone": str, "wording": str,
    "cast": Table, "strands": Table, "record": Table, "staging": Table, "steps": list[Any],
}  # fmt: skip
NEEDS = frozenset({"title", "summary", "kind", "severity", "time_zone", "cast", "record", "steps"})
CAST = {"role": Role, "name": str, "title": str, "login": str, "cleared": bool}
STRAND = {"name": str, "position": str, "owner": str}
MOST_STEPS = 2_000
RECORD = {"when": str, "told": str}


def read_pack(path: Path) -> Pack:
    """The pack in `path`. Raises PackError with every problem found, or OSError when it cannot be read."""
    file = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    return read_text(path.read_text(encoding="utf-8"), file=str(file), slug=path.stem)


def read_text(
    text: str, *, file: str, slug: str, tell: Callable[[int, int], None] = lambda done, total: None
) -> Pack:
    """The pack that `text` is. `file` is what its problems call it; `tell` hears how many of its steps have been
    read. Raises PackError with every problem found."""
    problems = Problems(file)
    root = load(text, problems)
    scope = Scope(zone=_zone(root, problems))
    tables = Tables(problems, scope)
    head = tables.values(root, HEAD, needs=NEEDS, what="a pack")

    members = tables.entries(
        head.get("cast", {}), CAST, needs={"role", "name", "login"}, what="a member of the cast"
    )
    cast = {key: CastMember(key=key, **values) for key, values in members.items()}
    plans = tables.entries(head.get("strands", {}), STRAND, needs={"name"}, what="a strand")
    strands = {key: StrandPlan(key=key, **values) for key, values in plans.items()}
    for plan in strands.values():
        if plan.owner:
            tables.choose(root["strands"][plan.key], "owner", plan.owner, cast)
    scope.strands = strands
    lines = tables.entries(head.get("record", {}), RECORD, needs={"told"}, what="a line of the record")
    record = {key: RecordLine(key=key, **values) for key, values in lines.items()}
    staging = {key: str(told) for key, told in head.get("staging", {}).items()}
    for key in staging.keys() & record.keys():
        problems.add(root["staging"].line_of(key), f'"{key}" is a line of the record already')
    if "wording" in head:
        tables.choose(root, "wording", head["wording"], WORDINGS)

    reader = StepReader(tables, cast=cast, sources={*record, *staging}, wording=head.get("wording", ""))
    steps = head.get("steps", ())
    if len(steps) > MOST_STEPS:
        problems.add(root.line_of("steps"), f"a pack has at most {MOST_STEPS} steps, not {len(steps)}")
        problems.raise_any()
    for number, each in enumerate(steps, start=1):
        tell(number - 1, len(steps))
        if isinstance(each, Table):
            reader.read(each)
        else:
            problems.add(root.line_of("steps"), f'step {number} must be a mapping, not "{each}"')
    if steps == []:
        problems.add(root.line_of("steps"), "a pack has at least one step")
    for key, longest in (("title", 200), ("summary", 2_000)):
        if len(str(head.get(key, ""))) > longest:
            problems.add(root.line_of(key), f'"{key}": longer than {longest} characters')
    problems.raise_any()
    return Pack(
        file=problems.file,
        slug=slug,
        title=head["title"],
        summary=head["summary"],
        kind=head["kind"],
        severity=head["severity"],
        zone=scope.zone,
        cast=cast,
        strands=strands,
        record=record,
        staging=staging,
        steps=tuple(reader.steps),
        halfway=reader.halfway,
    )


def _zone(root: Table, problems: Problems) -> ZoneInfo:
    """The pack's time zone; UTC stands in for a wrong one while the rest is read."""
    name = root.get("time_zone", "UTC")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        problems.add(
            root.line_of("time_zone"), f'"time_zone": there is no "{name}"; write one like America/New_York'
        )
        return ZoneInfo("UTC")
