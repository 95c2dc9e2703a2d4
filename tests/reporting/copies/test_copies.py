"""What is in a copy."""

import csv
import io

import pytest
from django.utils import translation

from approvals.actions.reviews import request_changes
from incidents.actions.notes import post_note
from incidents.actions.participants import remove_participant
from incidents.actions.signals import post_signal
from incidents.models import Incident, TimelineEntry
from publishing.actions.publications import publish
from publishing.actions.reach import record_reach
from publishing.models import Basis
from reporting.copies import statements, timeline
from reporting.copies.archive import safe_name
from tests.approvals.proofs import PNG, a_draft, a_signed_revision, an_asked_revision, an_attachment, rewrite
from tests.cast import Cast
from tests.reporting.copies.copying import copy_of, lines


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_timeline_is_whole_and_in_order(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over several pages, each of which is a step of its own."""
    monkeypatch.setattr(timeline, "PAGE", 4)
    for number in range(9):
        post_note(room, text=f"Note {number}", by=cast.comms)
    copy = copy_of(room, cast.lead)
    refs = [entry.ref for entry in TimelineEntry.objects.filter(incident=room).order_by("recorded_at")]
    assert len(refs) > 12
    assert [entry["ref"] for entry in lines(copy["timeline.jsonl"])] == refs
    head, *table = rows(copy["timeline.csv"])
    assert (head[0], [row[0] for row in table]) == ("Reference", refs)
    times = [entry["recorded_at"] for entry in lines(copy["timeline.jsonl"])]
    assert times == sorted(set(times))


def test_what_is_told_while_it_is_made_is_left_for_the_next(cast: Cast, room: Incident) -> None:
    from jobs.actions import work
    from reporting.actions.exports import start_export
    from reporting.copies.archive import archive
    from reporting.models import Export
    from tests.reporting.copies.copying import unpacked

    post_note(room, text="Before.", by=cast.comms)
    job = start_export(room, by=cast.lead)
    post_note(room, text="Meanwhile.", by=cast.comms)
    work.work_on(job.pk)
    copy = unpacked(b"".join(archive(Export.objects.get(job=job))))
    assert b"Before." in copy["timeline.jsonl"]
    assert b"Meanwhile." not in copy["timeline.jsonl"]


def test_statements_come_with_every_revision_and_signature(
    cast: Cast, room: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "PAGE", 1)
    monkeypatch.setattr("reporting.jobs.PAGE", 1)
    first = a_signed_revision(cast, room)
    second = an_asked_revision(cast, room, title="Second")
    request_changes(second, reason="Shorter.", seen_sha=second.sha256, by=cast.counsel)
    rewrite(second.statement, "Short.", by=cast.lead)
    one, two = lines(copy_of(room, cast.executive)["statements.jsonl"])
    assert one["revisions"][0]["sha256"] == first.sha256
    assert one["revisions"][0]["text"] == first.text
    signed = {slot["desk"]: slot["signed_by"] for slot in one["revisions"][0]["slots"]}
    assert signed == {"comms": "Corporate communications", "legal": "Associate General Counsel"}
    assert [revision["number"] for revision in two["revisions"]] == [1, 2]
    (review,) = two["revisions"][0]["reviews"]
    assert (review["kind"], review["text"]) == ("changes_requested", "Shorter.")


def test_what_went_out_and_how_far_it_reached(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room)
    publication = publish(
        revision, channel="x", url="https://x.example/1", seen_sha=revision.sha256, by=cast.lead
    )
    record_reach(room, publication=publication, accounts=13_400, method="=by hand", by=cast.lead)
    record_reach(room, accounts=900, method="Told", basis=Basis.NET, by=cast.lead)
    copy = copy_of(room, cast.guest)
    (sent,) = lines(copy["publications.jsonl"])
    assert (sent["text"], sent["channel"], sent["sha256"]) == (revision.text, "x", revision.sha256)
    _head, first, second = rows(copy["reach.csv"])
    assert first[4:] == ["13400", "Gross", "", "'=by hand"]
    assert (second[1], second[4], second[5]) == ("the whole room", "900", "Net")


def test_files_are_put_beside_it_and_stay_where_they_are_unpacked(cast: Cast, room: Incident) -> None:
    a_draft(cast, room)
    one = an_attachment(cast, room, name="letter.png")
    two = an_attachment(cast, room, name="../../evil\\letter.png")
    copy = copy_of(room, cast.comms)
    files = {name: content for name, content in copy.items() if name.startswith("files/")}
    assert files[f"files/1-{one.sha256[:8]}-letter.png"] == PNG
    assert len(files) == 2
    assert all(name.count("/") == 1 and "\\" not in name for name in files)
    assert two.name not in copy
    assert safe_name("../../etc/passwd") == "_.._etc_passwd"
    assert safe_name("...") == "file"


def test_two_files_of_one_name_are_two_files(cast: Cast, room: Incident) -> None:
    an_attachment(cast, room, name="a/b.png")
    an_attachment(cast, room, name="a_b.png")
    files = [name for name in copy_of(room, cast.comms) if name.startswith("files/")]
    assert len(files) == 2


def test_no_cell_of_the_story_is_a_formula(cast: Cast, room: Incident) -> None:
    post_signal(room, text='=HYPERLINK("https://evil.example")', source="@forum", by=cast.support)
    copy = copy_of(room, cast.lead)
    assert all(
        not cell.startswith(("=", "+", "-", "@"))
        for name in ("timeline.csv", "people.csv", "reach.csv", "publications.csv")
        for row in rows(copy[name])
        for cell in row
    )
    assert "=HYPERLINK" in lines(copy["timeline.jsonl"])[-1]["words"]


def test_people_who_have_left_are_named_to_those_who_read_the_work(cast: Cast, room: Incident) -> None:
    place = room.participant(cast.support)
    assert place
    remove_participant(place, by=cast.lead)
    assert b"Customer service" in copy_of(room, cast.executive)["people.csv"]
    assert b"Customer service" not in copy_of(room, cast.guest)["people.csv"]


def test_it_is_made_in_the_language_of_who_asked(cast: Cast, room: Incident) -> None:
    with translation.override("ko"):
        copy = copy_of(room, cast.lead)
    assert "README.txt" in copy
    assert b"timeline.jsonl" in copy["README.txt"]
