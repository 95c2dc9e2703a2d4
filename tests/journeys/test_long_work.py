"""Long work shows itself, can be left, and is found again."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from incidents.models import Incident
from jobs.models import Job
from tests.exercises.packs import SMALL

PATIENCE = 120_000  # ms; a hundred steps on a box where others work


def steps(page: Page) -> int:
    """How many the page says are done."""
    found = re.search(r"(\d+) of \d+ steps", page.locator("#job").inner_text())
    return int(found[1]) if found else 0


def test_a_replay_is_left_and_come_back_to(enter: Callable[..., Page]) -> None:
    page = enter("lead", path="/packs/")
    page.get_by_role("button", name="Start the exercise").click()
    progress = page.get_by_role("progressbar", name="How far it is")
    expect(progress).to_be_visible()
    address = page.url

    # It moves by itself, and is real: never more than the record says.
    told = page.locator("#job .job-count")
    expect(told).to_contain_text(re.compile(r"[1-9]\d* of \d+ steps"), timeout=PATIENCE)
    before = steps(page)
    assert 0 < before <= Job.objects.get().done
    expect(told).not_to_contain_text(f"{before} of", timeout=PATIENCE)
    assert steps(page) > before

    # Leave, and find it on the first page and in the menu; so does nobody else.
    page.goto("/")
    expect(page.get_by_role("heading", name="Long work")).to_be_visible()
    page.locator("details.menu > summary").first.click()
    page.get_by_role("link", name="Long work").first.click()
    page.get_by_role("main").get_by_role("link", name="Letter to The Ranger Station").click()
    expect(page).to_have_url(address)
    other = enter("counsel", path="/")
    expect(other.get_by_role("heading", name="Long work")).to_have_count(0)

    expect(page.get_by_role("status").get_by_text("Done")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#job")).not_to_have_attribute("hx-trigger", re.compile("."))
    page.get_by_role("link", name="Open the room").click()
    expect(
        page.get_by_role("complementary", name="The room").get_by_role(
            "heading", name="Letter to The Ranger Station"
        )
    ).to_be_visible()
    assert Incident.objects.filter(is_exercise=True, opened_by__username="lead").count() == 1

    # And a copy of it, from its rail.
    page.get_by_role("link", name="Take a copy").click()
    page.get_by_role("button", name="Make the copy").click()
    ready = page.get_by_role("link", name="Download the copy")
    expect(ready).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as download:
        ready.click()
    content = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        assert {"README.txt", "timeline.jsonl", "statements.jsonl", "verify.py"} <= set(book.namelist())


def test_a_story_of_my_own_is_mended_and_played(enter: Callable[..., Page], tmp_path: Path) -> None:
    page = enter("lead", path="/packs/")
    file = tmp_path / "mine.yaml"
    file.write_text(SMALL.replace("post_fact", "post_fcat"))
    page.get_by_label("A pack from your computer").set_input_files(file)
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_text('Line 20: "do": there is no deed "post_fcat"')).to_be_visible(timeout=PATIENCE)

    page.get_by_role("link", name="Choose the file again").click()
    file.write_text(SMALL)
    page.get_by_label("A pack from your computer").set_input_files(file)
    page.get_by_role("button", name="Import it").click()
    page.get_by_role("link", name="Play it").click(timeout=PATIENCE)
    expect(page.get_by_role("radio", name="Letter to a fan site")).to_be_checked()
    page.get_by_label("As it was").check()
    page.get_by_role("button", name="Start the exercise").click()
    expect(page.get_by_text("1 of 2 steps")).to_be_visible(timeout=PATIENCE)

    # A minute of the story is a minute: it can be watched, or cancelled, and what was played stands.
    expect(page.get_by_role("link", name="Watch it in the room")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status").get_by_text("Cancelled")).to_be_visible()
    assert Incident.objects.get(scenario="mine").entries.filter(type="fact.posted").count() == 0
