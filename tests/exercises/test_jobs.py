"""A replay and an import as jobs. What is played in pieces is what is played in one go."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.models import User
from exercises import casting
from exercises.actions.imports import start_import
from exercises.actions.replays import start_replay
from exercises.library import Volume, read, volumes
from exercises.models import ImportedPack
from exercises.pack import Pack
from exercises.replay import play
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.models import Incident, Role, Stream
from jobs.actions import work
from jobs.kinds import kind_of, visible_to
from jobs.models import Job, JobState
from tests.cast import Cast
from tests.exercises.packs import SMALL


def small(more: str = "") -> Volume:
    return Volume(read(SMALL + more, "small"))


NOTE = "  - {at: 2008-12-10 06:31, by: comms, do: post_note, with: {text: Read.}, source: placed}\n"


def imported(cast: Cast, text: str = SMALL) -> Volume:
    pack = ImportedPack.objects.create(
        slug="small", version=1, title="Letter", text=text, imported_by=cast.lead
    )
    return Volume(read(text, "small"), pack)


def told(room: Incident) -> list[tuple[Any, ...]]:
    """The story, without what another room must have of its own."""
    own = ("statement", "sha", "since", "due_at", "asked_at", "was_since", "figures", "resolved_at")
    rows = room.entries.order_by("recorded_at")
    return [
        (
            row.ref,
            row.type,
            row.actor and row.actor.username,
            row.strands,
            {key: value for key, value in row.payload.items() if key not in own},
        )
        for row in rows
    ]


def a_worker_a_step(job: Job) -> Job:
    """Every step by another worker, which dies right after it."""
    while not (job := Job.objects.get(pk=job.pk)).is_over:
        taken = work.take(job.pk)
        assert taken and taken.lease, job
        work.step(job.pk, taken.lease)
        Job.objects.going_on().filter(pk=job.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    return job


def test_a_hundred_workers_play_what_one_plays(cast: Cast, ranger_station: Pack) -> None:
    """Of the pack that ships: all of its steps, each by a worker of its own that then dies."""
    whole = play(ranger_station, people=casting.cast(ranger_station))
    (volume,) = volumes()
    job = a_worker_a_step(start_replay(volume, by=cast.lead))
    assert (job.state, job.done, job.failure) == (JobState.DONE, len(ranger_station.steps), "")
    room = Incident.objects.get(pk=job.result["room"])
    assert whole and room != whole
    assert told(room) == told(whole)
    assert room.is_exercise


def test_who_starts_it_leads_it(cast: Cast) -> None:
    job = start_replay(imported(cast), by=cast.counsel)
    work.work_on(job.pk)
    room = Incident.objects.get(pk=Job.objects.get().result["room"])
    place = room.participant(cast.counsel)
    assert place and place.role == Role.LEAD
    assert room.opened_by == cast.counsel
    assert room.participant(cast.stranger) is None


def test_it_stops_half_way_where_the_pack_says(cast: Cast, ranger_station: Pack) -> None:
    (volume,) = volumes()
    job = start_replay(volume, halfway=True, by=cast.lead)
    work.work_on(job.pk)
    job = Job.objects.get()
    while not job.is_over:  # a slice is some seconds long
        work.work_on(job.pk)
        job = Job.objects.get()
    assert ranger_station.halfway
    room = Incident.objects.get(pk=job.result["room"])
    assert (job.state, job.done, job.total) == (JobState.DONE, *[ranger_station.halfway.index] * 2)
    assert abs(room.now() - ranger_station.halfway.at) < timedelta(minutes=1)


def test_it_takes_its_time(cast: Cast) -> None:
    """An hour a minute: the note, an hour after the fact, comes a minute later."""
    job = start_replay(imported(cast, SMALL + NOTE), speed=60, by=cast.lead)
    work.work_on(job.pk)
    job = Job.objects.get()
    assert (job.done, job.total) == (1, 3)  # the fact comes a minute of the story later
    assert timedelta() < job.due_at - timezone.now() <= timedelta(seconds=1)
    Job.objects.update(due_at=timezone.now())
    work.work_on(job.pk)
    job = Job.objects.get()
    assert job.done == 2
    assert timedelta(seconds=50) < job.due_at - timezone.now() <= timedelta(seconds=60)
    assert "Corporate communications, writes a note." in kind_of(job).doing(job)
    assert "6:31" in kind_of(job).doing(job)


def test_a_step_that_the_room_refuses_ends_it_and_what_was_played_stands(cast: Cast) -> None:
    wrong = (
        "  - {at: 2008-12-10 06:31, by: comms, do: post_note, stream: privileged,"
        " with: {text: No.}, source: placed}\n"
    )
    job = start_replay(imported(cast, SMALL + wrong), by=cast.lead)
    work.work_on(job.pk)
    job = Job.objects.get()
    assert (job.state, job.done) == (JobState.FAILED, 2)
    (problem,) = job.problems
    assert problem.startswith("small.yaml:25: post_note was refused: You are not cleared")
    room = Incident.objects.get(pk=job.result["room"])
    assert room.entries.filter(type="fact.posted").count() == 1
    assert not room.entries.filter(type="note.posted").exists()


def test_what_does_not_fit_is_refused_without_being_quoted(cast: Cast) -> None:
    long = "  - {at: 2008-12-10 06:31, by: lead, do: create_strand, with: {strand: x}, source: placed}\n"
    text = SMALL.replace("strands:\n", f"strands:\n  x: {{name: {'canary ' * 40}}}\n") + long
    job = start_replay(imported(cast, text), by=cast.lead)
    work.work_on(job.pk)
    (problem,) = Job.objects.get().problems
    assert "too long" in problem
    assert "canary" not in problem


@pytest.mark.parametrize(
    "change", [{"role": Role.COMMS, "is_cleared": True}, {"role": Role.LEAD, "is_cleared": False}]
)
def test_it_ends_with_the_place_of_who_started_it(cast: Cast, change: dict[str, Any]) -> None:
    """How far it is tells of every stream, so nobody may follow it who could not read them."""
    job = start_replay(imported(cast), by=cast.lead)
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    room = Incident.objects.get(pk=Job.objects.get().result["room"])
    invite(room, cast.stranger, role=Role.LEAD, is_cleared=True, by=cast.lead)
    place = room.participant(cast.lead)
    assert place
    change_participant(place, by=cast.stranger, **change)
    work.step(job.pk, taken.lease)
    job = Job.objects.get()
    assert (job.state, job.done) == (JobState.FAILED, 1)
    assert "the replay stopped" in job.failure


def test_what_was_imported_again_meanwhile_is_played_as_it_began(cast: Cast) -> None:
    job = start_replay(imported(cast), by=cast.lead)
    ImportedPack.objects.create(
        slug="small", version=2, title="Other", text=SMALL + NOTE, imported_by=cast.lead
    )
    work.work_on(job.pk)
    assert (Job.objects.get().state, Job.objects.get().total) == (JobState.DONE, 2)


def test_a_pack_is_imported_whole(cast: Cast) -> None:
    job = start_import(slug="small", text=SMALL, by=cast.comms)
    work.work_on(job.pk)
    job = Job.objects.get()
    assert (job.state, job.done, job.total, job.wants) == (JobState.DONE, 2, 2, {"slug": "small"})
    pack = ImportedPack.objects.get()
    assert (pack.slug, pack.version, pack.text, pack.imported_by) == ("small", 1, SMALL, cast.comms)
    assert [volume.slug for volume in volumes()] == ["ranger-station-fire", "small"]


def test_or_not_at_all_and_every_line_is_named(cast: Cast) -> None:
    wrong = SMALL.replace("severity: 2", "severity: 9").replace("do: post_fact", "do: post_fcat")
    job = start_import(slug="small", text=wrong, by=cast.comms)
    work.work_on(job.pk)
    job = Job.objects.get()
    assert (job.state, job.wants) == (JobState.FAILED, {"slug": "small"})
    assert [problem.split(":")[0] for problem in job.problems] == ["Line 4", "Line 20"]
    assert "did you mean" in job.problems[1]
    assert not ImportedPack.objects.exists()


def test_it_says_how_many_steps_it_has_read(cast: Cast) -> None:
    said: list[tuple[int, int]] = []
    job = start_import(slug="small", text=SMALL + NOTE, by=cast.comms)
    kind_of(job).prepare(job, lambda done, total: said.append((done, total)))
    assert said == [(0, 3), (1, 3), (2, 3)]


def test_an_import_whose_worker_died_while_it_read_is_read_from_the_beginning(cast: Cast) -> None:
    job = start_import(slug="small", text=SMALL + NOTE, by=cast.comms)
    first = work.take(job.pk)
    assert first and first.lease
    work._teller(job.pk, first.lease)(2, 3)  # it had read two of three, and was never heard of again
    assert Job.objects.get().done == 2
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    work.work_on(job.pk)
    job = Job.objects.get()
    assert (job.state, job.failure, job.done) == (JobState.DONE, "", 3)
    assert ImportedPack.objects.exists()


def test_who_has_left_its_room_is_told_nothing_more_of_a_replay(cast: Cast) -> None:
    job = start_replay(imported(cast), by=cast.lead)
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    room = Incident.objects.get(pk=Job.objects.get().result["room"])
    assert visible_to(cast.lead, [Job.objects.get()])
    invite(room, cast.stranger, role=Role.LEAD, is_cleared=True, by=cast.lead)
    place = room.participant(cast.lead)
    assert place
    remove_participant(place, by=cast.stranger)
    assert not visible_to(cast.lead, [Job.objects.get()])


def test_it_speaks_the_language_of_who_asked(cast: Cast) -> None:
    with translation.override("ko"):
        job = start_import(slug="small", text=SMALL, by=cast.comms)
    assert job.language == "ko"


def test_nobody_but_the_cast_is_brought_into_the_room(cast: Cast) -> None:
    User.objects.create(username="bystander")
    work.work_on(start_replay(imported(cast), by=cast.lead).pk)
    room = Incident.objects.get(pk=Job.objects.get().result["room"])
    names = set(room.participants.values_list("person__username", flat=True))
    assert not names & {"bystander", "stranger"}
    assert not room.entries.filter(stream=Stream.PRIVILEGED).exists()
