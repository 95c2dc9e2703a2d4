"""Every page and the states that matter: who is looking, where, and what is done there first.

One table for whoever looks at all of them: `bin/pictures` does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from approvals.models import Statement
from incidents.models import Incident

Deed = Callable[[Page], None]


@dataclass(frozen=True)
class View:
    """`path` may name {room}, {paper} (a statement that waits for Legal) and {empty} (a room with nothing in it)."""

    name: str
    who: str
    path: str
    deed: Deed | None = None
    status: int = 200

    def at(self, room: Incident, empty: Incident) -> str:
        paper = Statement.objects.get(incident=room, title__startswith="Official statement")
        return self.path.format(
            room=f"/rooms/{room.pk}", paper=f"/statements/{paper.pk}", empty=f"/rooms/{empty.pk}"
        )


def refuse_empty(form: str) -> Deed:
    """Send a form with nothing in it, past the browser's own checks."""

    def deed(page: Page) -> None:
        page.locator(form).evaluate("(form) => { form.noValidate = true; form.requestSubmit(); }")
        expect(page.locator(".error").first).to_be_visible()

    return deed


def cut_off(page: Page) -> None:
    page.wait_for_selector("live-room[data-live=live]", state="attached")
    page.context.set_offline(True)
    page.wait_for_selector("live-room[data-live=not-live]", state="attached", timeout=30_000)


def open_mine(page: Page) -> None:
    page.locator(".header .menu > summary").click()


def open_entry(page: Page) -> None:
    entry = page.locator(".entry--learned").last
    entry.hover()
    entry.locator(".entry-menu").click()
    expect(entry.locator(".entry-menu-slot > *").first).to_be_visible()


VIEWS = [
    View("sign-in", "", "/sign-in/"),
    View("home", "lead", "/"),
    View("home-refused", "lead", "/", refuse_empty("main form[action='/rooms/']")),
    View("room", "lead", "{room}/"),
    View("room-counsel", "counsel", "{room}/"),
    View("room-facts", "lead", "{room}/?type=fact"),
    View("room-nothing-found", "lead", "{room}/?q=zeppelin"),
    View("room-empty", "lead", "{empty}/"),
    View("room-entry-menu", "lead", "{room}/", open_entry),
    View("room-my-menu", "lead", "{room}/", open_mine),
    View("room-not-live", "lead", "{room}/", cut_off),
    View("entry", "executive", "{room}/entries/w12/"),
    View("people", "lead", "{room}/participants/"),
    View("strands", "lead", "{room}/strands/"),
    View("strands-refused", "lead", "{room}/strands/", refuse_empty("main form")),
    View("change", "lead", "{room}/changes/"),
    View("closure", "lead", "{room}/closure/"),
    View("statement-new", "lead", "{room}/statements/new/"),
    View("statement-edit", "lead", "{paper}/edit/"),
    View("statement-lead", "lead", "{paper}/"),
    View("sign-off", "counsel", "{paper}/"),
    View("executive", "executive", "{room}/executive/"),
    View("wall", "executive", "{room}/executive/?wall=1"),
    View("executive-empty", "lead", "{empty}/executive/"),
    View("figures", "executive", "{room}/figures/"),
    View("figures-empty", "lead", "{empty}/figures/"),
    View("policies", "lead", "{room}/policies/"),
    View("jobs", "lead", "/jobs/"),
    View("packs", "lead", "/packs/"),
    View("exports", "lead", "{room}/exports/"),
    View("absence", "counsel", "/out-of-office/"),
    View("nothing-here", "stranger", "{room}/", status=404),
    View("style-guide", "lead", "/styleguide/"),
]
