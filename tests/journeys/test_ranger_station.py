"""The whole Ranger Station pack, through to its closing figures, on the page that everyone reads."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Page, expect

from incidents.models import Incident


def test_the_pack_ends_in_the_figures_of_the_record(enter: Callable[..., Page]) -> None:
    with transaction.atomic():
        call_command("replay", "ranger-station-fire")
    room = Incident.objects.filter(scenario="ranger-station-fire").latest("pk")

    executive = enter("executive", path=f"/rooms/{room.pk}/figures/")
    page = executive.locator("main")
    expect(page).to_contain_text("22 h 26 min")
    expect(page).to_contain_text("34,400")
    expect(page).to_contain_text("32,332")
    expect(page).to_contain_text("138")
