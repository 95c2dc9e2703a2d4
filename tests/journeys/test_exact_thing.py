"""Legal and plain are written side by side, read by counsel, and lose their signature with the fact they rest on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from approvals.models import Statement
from incidents.actions.facts import post_fact, refute_fact
from incidents.models import Incident
from publishing.actions.publications import publish
from tests.approvals.proofs import PNG, a_draft, a_signed_revision, an_attachment
from tests.cast import Cast

Enter = Callable[..., Page]

PUBLIC = "We are sorry.\n\nThe letter should not have been sent."
LEGAL = "Without admission of liability.\n\nThe letter of 8 December is withdrawn."


def test_legal_and_plain_are_written_side_by_side(enter: Enter, cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="We are sorry.", channels=["x", "forum"])
    lead = enter("lead", path=f"{statement.get_absolute_url()}edit/")
    expect(lead.get_by_text("Live, up to date")).to_be_visible()
    expect(lead.locator(".readability")).to_contain_text("3.0 words per sentence")
    lead.get_by_label("Words for the public").fill(PUBLIC)
    expect(lead.locator(".readability")).to_contain_text("longest: 7 words")

    lead.get_by_text("Legal's wording").click()
    lead.locator("[name=legal_text]").fill(LEGAL)
    links = lead.locator(".links-row")
    expect(links).to_have_count(2)
    expect(links.nth(0).get_by_label("Legal 1")).to_be_checked()
    links.nth(0).get_by_label("Legal 2").check()

    lead.get_by_text("Other words on X").click()
    lead.locator("[name=text_x]").fill("Sorry.")
    expect(lead.locator("label[data-channel=x] .meter")).to_contain_text("6/280")
    expect(lead.locator(".own[data-channel=bluesky]")).to_be_hidden()

    lead.locator("#file").set_input_files({"name": "letter.png", "mimeType": "image/png", "buffer": PNG})
    expect(lead.locator("#files").get_by_label("letter.png")).to_be_checked()
    lead.locator("#file").set_input_files({"name": "run.png", "mimeType": "image/png", "buffer": b"MZ"})
    expect(lead.locator("#files")).to_contain_text("Only pictures")
    lead.get_by_role("button", name="Save as revision 2").click()
    lead.wait_for_url(f"**{statement.get_absolute_url()}")

    current = Statement.objects.get().current
    assert (current.text, current.legal_text, current.texts) == (PUBLIC, LEGAL, {"x": "Sorry."})
    assert current.links == [[0, 0], [0, 1], [1, 1]]
    assert [each.attachment.name for each in current.enclosures.all()] == ["letter.png"]
    expect(lead.locator(".passages tbody tr")).to_have_count(2)
    expect(lead.locator(".passages tbody tr").first).to_contain_text("Without admission of liability.")
    expect(lead.locator(".terms")).to_contain_text("letter.png")
    enter.complaints[:] = [line for line in enter.complaints if "the server responded" not in line]  # type: ignore[attr-defined]


def test_a_refuted_fact_takes_the_signature_from_every_open_page(
    enter: Enter, cast: Cast, room: Incident
) -> None:
    fact = post_fact(room, text="He was paid.", by=cast.support)
    revision = a_signed_revision(cast, room, citing=[fact])
    publish(revision, channel="x", url="", seen_sha=revision.sha256, by=cast.lead)
    proof = enter("counsel", path=revision.statement.get_absolute_url())
    expect(proof.locator("#parts")).to_contain_text("Legal signed")
    executive = enter("executive", path=f"/rooms/{room.pk}/executive/")
    expect(executive.locator(".said-card")).to_have_count(1)
    desk = enter("comms", path=f"/rooms/{room.pk}/")
    expect(desk.locator("#desk")).to_contain_text("What went out")
    for page in (proof, desk):
        expect(page.get_by_text("Live, up to date")).to_be_visible()

    refute_fact(fact, by=cast.counsel)
    expect(proof.locator("#parts")).to_contain_text("Legal: no longer signed")
    expect(proof.locator("#publications")).to_contain_text("Rests on a refuted fact")
    expect(desk.locator("#desk")).to_contain_text("Rests on a refuted fact")
    expect(desk.locator("#desk")).to_contain_text("Correction: First answer")
    expect(executive.locator(".said-card")).to_contain_text("Rests on a refuted fact")


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_of_it_scrolls_sideways(enter: Enter, cast: Cast, room: Incident, width: int) -> None:
    statement = a_draft(
        cast, room, text=PUBLIC, legal_text=LEGAL, links=[(0, 0)], texts={"x": "Sorry."},
        embargo_until=room.now() + timedelta(hours=1),
        attachments=[an_attachment(cast, room, name="a-very-long-name-" * 5 + ".png")],
    )  # fmt: skip
    page = enter("lead", path=statement.get_absolute_url(), viewport={"width": width, "height": 900})
    for path in (statement.get_absolute_url(), f"{statement.get_absolute_url()}edit/"):
        page.goto(path)
        expect(page.locator("main")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
