"""The steps of a pack, read from first to last: what one refers to, an earlier one has made."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from exercises.deeds import Deed, deeds
from exercises.fields import ANYTHING
from exercises.lines import Table
from exercises.pack import CastMember, Halfway, Step
from exercises.problems import hint
from exercises.tables import Tables
from incidents.models import Role, Stream

WORDINGS = frozenset({"reconstructed", "reported"})
OPENING = "open_room"

STEP = {
    "at": datetime, "happened": datetime, "approximate": bool, "by": str, "do": str, "with": Table, "as": str,
    "strands": list[str], "stream": Stream, "source": str, "wording": str,
}  # fmt: skip
NEEDS = frozenset({"at", "by", "do", "source"})
# Which circumstance a deed must take for its step to carry the key.
CARRIES = {"happened": "occurred_at", "strands": "strands", "stream": "stream"}


class StepReader:
    """Keeps what the steps so far have established, and goes on when one of them is wrong."""

    def __init__(
        self, tables: Tables, *, cast: Mapping[str, CastMember], sources: Collection[str], wording: str
    ) -> None:
        self.tables, self.scope, self.note = tables, tables.scope, tables.problems.add
        self.cast, self.sources, self.wording = cast, sources, wording
        self.steps: list[Step] = []
        self.halfway: Halfway | None = None
        self._reached: datetime | None = None
        self._is_open = False

    def read(self, table: Table) -> None:
        """One item of the list: a step, or the mark where a newcomer joins."""
        if "halfway" in table:
            self._mark(table)
        else:
            self._step(table)

    def _mark(self, table: Table) -> None:
        values = self.tables.values(table, {"halfway": datetime}, needs=(), what="the half-way mark")
        if self.halfway:
            self.note(table.line, "a pack has one half-way mark")
        if at := values.get("halfway"):
            self._go_on(table, "halfway", at)
            self.halfway = Halfway(index=len(self.steps), at=at)

    def _step(self, table: Table) -> None:
        values = self.tables.values(table, STEP, needs=NEEDS, what="a step")
        self._times(table, values)
        if "by" in values:
            self.tables.choose(table, "by", values["by"], self.cast)
        if "source" in values:
            self.tables.choose(table, "source", values["source"], self.sources)
        if wording := values.get("wording", self.wording):
            self.tables.choose(table, "wording", wording, WORDINGS)
        else:
            self.note(table.line, 'a step needs "wording", as the pack says none for all of them')
        fields = self._deed(table, values)
        if values.keys() >= NEEDS:
            step = Step(
                line=table.line,
                at=values["at"],
                by=values["by"],
                do=values["do"],
                source=values["source"],
                wording=wording,
                fields=fields,
                happened=values.get("happened"),
                approximate=values.get("approximate", False),
                name=values.get("as", ""),
                strands=tuple(values.get("strands", ())),
                stream=values.get("stream"),
            )
            self.steps.append(step)

    def _times(self, table: Table, values: Mapping[str, Any]) -> None:
        at, happened = values.get("at"), values.get("happened")
        if at:
            self._go_on(table, "at", at)
        if at and happened and happened > at:
            self.note(table.line_of("happened"), '"happened": later than "at", when it is recorded')

    def _go_on(self, table: Table, key: str, at: datetime) -> None:
        if self._reached and at < self._reached:
            reached = f"{self._reached.astimezone(self.scope.zone):%Y-%m-%d %H:%M}"
            self.note(table.line_of(key), f'"{key}": time goes backwards, the story has reached {reached}')
        self._reached = max(at, self._reached or at)

    def _deed(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of the step as its deed wants them. What the step makes is known from here on."""
        if "do" not in values:
            return {}
        deed = deeds().get(values["do"])
        if deed is None:
            self.note(
                table.line_of("do"), f'"do": there is no deed "{values["do"]}"{hint(values["do"], deeds())}'
            )
            self.scope.named.setdefault(values.get("as", ""), ANYTHING)
            return {}
        self._opening(table, deed)
        for key in CARRIES.keys() & values.keys():
            if CARRIES[key] not in deed.takes:
                self.note(table.line_of(key), f'"{key}": {deed.name} does not take it')
        for key in values.get("strands", ()):
            try:
                self.scope.check_strand(key)
            except ValueError as wrong:
                self.note(table.line_of("strands"), f'"strands": {wrong}')
        fields = self._fields(table, values, deed)
        if "strand" in fields:
            self.scope.created.add(fields["strand"])
        self._name(table, values.get("as"), deed)
        return fields

    def _fields(self, table: Table, values: Mapping[str, Any], deed: Deed) -> dict[str, Any]:
        if "with" in table and "with" not in values:
            return {}  # already noted: it is no mapping
        written = values.get("with") or Table.empty(line=table.line)
        return self.tables.values(written, deed.fields, needs=deed.needs, what=deed.name)

    def _opening(self, table: Table, deed: Deed) -> None:
        if deed.name != OPENING:
            if not self._is_open:
                self.note(table.line_of("do"), f'"do": the first step must be {OPENING}')
        elif self._is_open:
            self.note(table.line_of("do"), '"do": the room is already open')
        elif (opener := self.cast.get(table.get("by", ""))) and opener.role != Role.LEAD:
            self.note(
                table.line_of("by"), '"by": who opens a room leads it; this member of the cast does not'
            )
        self._is_open = True

    def _name(self, table: Table, name: str | None, deed: Deed) -> None:
        if name is None:
            return
        if not deed.makes:
            self.note(table.line_of("as"), f'"as": {deed.name} makes nothing that a later step could name')
        elif name in self.scope.named:
            self.note(table.line_of("as"), f'"as": an earlier step is called "{name}" already')
        else:
            self.scope.named[name] = deed.makes
