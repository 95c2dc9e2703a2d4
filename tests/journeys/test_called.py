"""What calls me when I look elsewhere: the count, and what I asked for besides. None of it tells a bystander more."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from approvals.models import Statement
from incidents.actions.participants import remove_participant
from incidents.models import Incident
from tests.approvals.proofs import an_asked_revision
from tests.cast import Cast, a_room

ICON = "document.getElementById('icon')?.href ?? ''"

# Chromium without a screen shows no notices; what the page would have shown is what counts.
EAR = """
  window.called = [];
  window.Notification = class { constructor(words, more) { called.push([words, more.tag]); }
    static permission = "granted"; static requestPermission = async () => "granted"; };
  window.AudioContext = class { constructor() { called.push("sound"); this.currentTime = 0; this.destination = {}; }
    createGain() { return { gain: {}, connect() {} }; }
    createOscillator() { return { frequency: {}, connect() {}, start() {}, stop() {} }; } close() {} };
  document.hasFocus = () => false;
"""


def listen(page: Page, room: Incident) -> None:
    page.add_init_script(EAR)
    page.goto(f"/rooms/{room.pk}/")
    expect(page.get_by_text("Live, up to date")).to_be_visible()


def test_the_tab_counts_what_waits_and_forgets_it_with_the_page(
    enter: Callable[..., Page], cast: Cast
) -> None:
    room = a_room(cast)
    counsel = enter("counsel", path=f"/rooms/{room.pk}/")
    expect(counsel).to_have_title("Letter to a fan site")
    assert counsel.evaluate(ICON).endswith("/img/mark.svg")
    for n in (1, 2):
        an_asked_revision(cast, room, title=f"Canary {n}")
        expect(counsel).to_have_title(f"({n}) Letter to a fan site")
        assert counsel.evaluate(ICON).endswith(f"/img/waiting/{n}.svg")
    assert counsel.request.get(counsel.evaluate(ICON)).ok
    place = room.participant(cast.counsel)
    assert place is not None
    counsel.evaluate("window.icon = document.getElementById('icon')")
    remove_participant(place, by=cast.lead)
    expect(counsel).to_have_title("You are no longer in this room.")
    assert counsel.evaluate("icon.href").endswith("/img/mark.svg")


def test_only_who_asked_for_it_is_called_and_nothing_is_said_of_what(
    enter: Callable[..., Page], cast: Cast
) -> None:
    room = a_room(cast)
    counsel, comms = enter("counsel"), enter("comms")
    listen(counsel, room)
    listen(comms, room)
    counsel.get_by_label("Signed in as Associate General Counsel").click()
    for name in ("Sound when I am to sign", "Notice when I am to sign"):
        switch = counsel.get_by_role("switch", name=name)
        expect(switch).to_have_attribute("aria-checked", "false")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")
    assert counsel.evaluate("called.splice(0)") == ["sound"]  # so that they know it when they hear it

    an_asked_revision(cast, room, title="Canary")
    expect(counsel).to_have_title("(1) Letter to a fan site")
    expect(comms).to_have_title("(1) Letter to a fan site")
    assert counsel.evaluate("called") == ["sound", ["Your sign-off is needed", "sign-off"]]
    assert comms.evaluate("called") == []

    # What lay there already calls nobody; and the choice outlives signing out.
    counsel.reload()
    expect(counsel).to_have_title("(1) Letter to a fan site")
    assert counsel.evaluate("called") == []
    counsel.get_by_label("Signed in as Associate General Counsel").click()
    counsel.get_by_role("button", name="Sign out").click()
    counsel.wait_for_url("**/sign-in/**")
    assert "call-sound=on" in counsel.evaluate("document.cookie")
    assert Statement.objects.filter(title="Canary").exists()
