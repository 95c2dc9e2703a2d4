from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from exercises.actions.imports import import_pack
from exercises.library import read
from exercises.models import BIGGEST, ImportedPack
from jobs.models import Job
from tests.approvals.views.browse import as_, html, post, words
from tests.cast import Cast
from tests.exercises.packs import SMALL

PACKS, REPLAY, IMPORT = reverse("packs"), reverse("replay"), reverse("pack_import")
CHOSEN = {"pack": "ranger-station-fire", "speed": "0"}


def bring(person: User, content: str | bytes = SMALL, name: str = "mine.yaml") -> HttpResponse:
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw)
    return as_(person).post(IMPORT, {"file": file, "key": str(uuid4())})


def start(person: User, **fields: Any) -> HttpResponse:
    return post(as_(person), REPLAY, {**CHOSEN, **fields}, htmx=False)


def test_it_shows_every_story_with_how_long_it_is(cast: Cast) -> None:
    import_pack(read(SMALL, "mine"), text=SMALL, by=cast.comms)
    page = words(as_(cast.lead).get(PACKS))
    assert "Letter to The Ranger Station" in page
    assert "101 steps in 21 h 10 min" in page
    assert "2 steps in 1 min, imported by Corporate communications" in page


def test_one_that_can_no_longer_be_read_does_not_take_the_others_along(cast: Cast) -> None:
    """Packs never change, and what a pack may say does."""
    outlived = SMALL.replace("do: post_fact", "do: post_telegram").replace(
        "Letter to a fan site", "Telegrams"
    )
    ImportedPack.objects.create(
        slug="mine", version=1, title="Telegrams", text=outlived, imported_by=cast.comms
    )
    answer = as_(cast.lead).get(PACKS)
    assert answer.status_code == 200
    assert "Letter to The Ranger Station" in words(answer)
    assert "Telegrams" not in words(answer)
    assert start(cast.lead, pack="mine").status_code == 422


def test_starting_it_leads_to_how_far_it_is(cast: Cast) -> None:
    answer = start(cast.lead, speed="60", halfway="on")
    job = Job.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, job.get_absolute_url())
    assert (job.kind, job.wants["speed"], job.wants["until"]) == ("replay", 60, "halfway")
    assert job.asked_by == cast.lead


def test_who_may_not_is_told_why_before_and_after(cast: Cast) -> None:
    reason = "Only someone cleared can start it."
    assert reason in words(as_(cast.comms).get(PACKS))
    assert reason not in words(as_(cast.lead).get(PACKS))
    answer = start(cast.comms)
    assert answer.status_code == 409
    assert reason in words(answer)
    assert not Job.objects.exists()


def test_a_story_or_a_speed_that_is_not_offered_is_no_choice(cast: Cast) -> None:
    for wrong in ({"pack": "../../etc/passwd"}, {"speed": "-1"}, {"speed": "nan"}, {"pack": ""}):
        assert start(cast.lead, **wrong).status_code == 422
    assert not Job.objects.exists()


def test_bringing_a_story_leads_to_how_far_it_is(cast: Cast) -> None:
    answer = bring(cast.guest)
    job = Job.objects.get()
    assert answer.headers["Location"] == job.get_absolute_url()
    assert job.wants == {"slug": "mine", "text": SMALL}


def test_what_is_no_pack_is_refused_in_a_sentence(cast: Cast) -> None:
    for content, name, sentence in (
        (SMALL, "mine.txt", "ends in .yaml"),
        (SMALL, "../Mine & yours.yaml", "small letters, digits and hyphens"),
        (SMALL, f"{'m' * 51}.yaml", "small letters, digits and hyphens"),
        (b"\xff\xfe\x00", "mine.yaml", "not text in UTF-8"),
        (SMALL + "\0", "mine.yaml", "not text in UTF-8"),
        ("#" * (BIGGEST + 1), "mine.yaml", "larger than 512 KB"),
        ("", "mine.yaml", "empty"),
    ):
        answer = bring(cast.lead, content, name)
        assert answer.status_code == 422
        assert sentence in words(answer)
    assert not Job.objects.exists()


def test_a_name_that_is_taken_is_said_at_once(cast: Cast) -> None:
    import_pack(read(SMALL, "mine"), text=SMALL, by=cast.comms)
    answer = bring(cast.lead)
    assert (answer.status_code, "Somebody else" in words(answer)) == (409, True)


def test_the_words_of_a_story_are_shown_as_words(cast: Cast) -> None:
    text = SMALL.replace("A letter went out.", "'<script>alert(1)</script>'")
    import_pack(read(text, "mine"), text=text, by=cast.comms)
    page = html(as_(cast.lead).get(PACKS))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_it_takes_a_sign_in(cast: Cast, client: Any) -> None:
    assert client.get(PACKS).status_code == 302
    assert client.post(REPLAY, CHOSEN).status_code == 401
    assert client.post(IMPORT).status_code == 401
