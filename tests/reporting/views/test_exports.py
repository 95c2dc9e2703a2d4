from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from incidents.actions.notes import post_note
from incidents.actions.participants import change_participant, remove_participant
from incidents.models import Incident, Role, Stream
from jobs.actions import work
from jobs.models import Job
from reporting.models import Export
from tests.approvals.views.browse import as_, post, words
from tests.cast import Cast
from tests.reporting.copies.copying import content_of, fetched, made, unpacked

pytestmark = pytest.mark.filterwarnings("ignore:StreamingHttpResponse")


def exports(room: Incident) -> str:
    return reverse("exports", args=[room.pk])


def test_asking_leads_to_how_far_it_is_and_then_to_the_copy(cast: Cast, room: Incident) -> None:
    client = as_(cast.comms)
    answer = post(client, exports(room), {}, htmx=False)
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    work.work_on(job.pk)
    export = Export.objects.get()
    assert reverse("export_file", args=[export.pk]) in client.get(job.get_absolute_url()).content.decode()
    response = fetched(client, export)
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="letter-to-a-fan-site-')
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "timeline.jsonl" in unpacked(content_of(response))


def test_it_says_what_will_be_in_it_to_this_reader(cast: Cast, room: Incident) -> None:
    for person, present, absent in (
        (cast.counsel, ("Privileged", "every statement"), ()),
        (cast.comms, ("Team", "every statement"), ("rivileged", "cleared,")),
        (cast.guest, ("Everyone in the room",), ("Team", "every statement", "rivileged")),
    ):
        page = words(as_(person).get(exports(room)))
        assert all(each in page for each in present)
        assert not [each for each in absent if each in page]


def test_strangers_find_nothing(cast: Cast, room: Incident) -> None:
    export = made(room, cast.lead)
    client = as_(cast.stranger)
    assert client.get(exports(room)).status_code == 404
    assert post(client, exports(room), {}).status_code == 404
    assert fetched(client, export).status_code == 404
    assert fetched(as_(cast.lead), export).status_code == 200


def test_a_copy_is_for_the_one_it_was_made_for(cast: Cast, room: Incident) -> None:
    export = made(room, cast.lead)
    for person in (cast.counsel, cast.comms, cast.guest):
        assert fetched(as_(person), export).status_code == 404


@pytest.fixture
def counsel_s(cast: Cast, room: Incident) -> Export:
    post_note(room, text="Between us.", stream=Stream.PRIVILEGED, by=cast.counsel)
    return made(room, cast.counsel)


def change(cast: Cast, room: Incident, person: User, **to: object) -> None:
    place = room.participant(person)
    assert place
    change_participant(place, **{"role": Role.LEGAL, "is_cleared": True, "by": cast.lead, **to})  # type: ignore[arg-type]


def test_who_was_removed_since_finds_nothing(cast: Cast, room: Incident, counsel_s: Export) -> None:
    assert fetched(as_(cast.counsel), counsel_s).status_code == 200
    place = room.participant(cast.counsel)
    assert place
    remove_participant(place, by=cast.lead)
    assert fetched(as_(cast.counsel), counsel_s).status_code == 404
    job = counsel_s.job.get_absolute_url()
    assert as_(cast.counsel).get(job).status_code == 404
    assert room.title not in words(as_(cast.counsel).get(reverse("jobs")))


@pytest.mark.parametrize(
    "to", [{"is_cleared": False}, {"role": Role.GUEST, "is_cleared": False}], ids=["uncleared", "guest"]
)
def test_who_was_downgraded_since_finds_nothing(
    cast: Cast, room: Incident, counsel_s: Export, to: dict[str, object]
) -> None:
    change(cast, room, cast.counsel, **to)
    assert fetched(as_(cast.counsel), counsel_s).status_code == 404
    change(cast, room, cast.counsel)
    assert fetched(as_(cast.counsel), counsel_s).status_code == 200


def test_another_role_that_reads_the_same_still_does(cast: Cast, room: Incident, counsel_s: Export) -> None:
    change(cast, room, cast.counsel, role=Role.COMMS)
    assert fetched(as_(cast.counsel), counsel_s).status_code == 200


def test_it_is_gone_after_a_day_and_its_page_says_so(cast: Cast, room: Incident) -> None:
    export = made(room, cast.lead)
    assert export.expires_at - timezone.now() > timedelta(hours=23)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert fetched(as_(cast.lead), export).status_code == 404


def test_one_that_is_not_whole_cannot_be_fetched(cast: Cast, room: Incident) -> None:
    post(as_(cast.lead), exports(room), {}, htmx=False)
    job, export = Job.objects.get(), Export.objects.get()
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    assert fetched(as_(cast.lead), export).status_code == 404


def test_no_question_is_asked_for_every_entry(
    cast: Cast, room: Incident, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        post_note(room, text=f"Note {number}", by=cast.comms)
    job = Job.objects.get(pk=made(room, cast.comms).job_id)
    assert job.done == 4
    post(as_(cast.comms), exports(room), {}, htmx=False)
    job = Job.objects.latest("pk")
    taken = work.take(job.pk)
    assert taken and taken.lease and work.step(job.pk, taken.lease)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        work.step(job.pk, taken.lease)
