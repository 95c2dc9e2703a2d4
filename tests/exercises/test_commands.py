from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from incidents.models import DutyAssignment, Incident, Severity, Status, TimelineEntry
from tests.exercises.packs import SMALL, written

LOGINS = {"lead", "comms", "counsel", "legal", "support", "executive", "guest"}

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_seeding_makes_the_demo(settings: Settings) -> None:
    settings.DEBUG = True
    assert "Password: warroom" in run("seed_demo")

    assert set(User.objects.values_list("username", flat=True)) == LOGINS
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_staff=True).exists()
    assert User.objects.get(username="counsel").name == "Associate General Counsel"
    assert all(Client().login(username=login, password="warroom") for login in LOGINS)
    played, empty = Incident.objects.order_by("pk")
    assert (played.is_exercise, played.scenario) == (True, "ranger-station-fire")
    assert (empty.is_exercise, empty.severity, empty.status) == (False, Severity.SEV4, Status.OPEN)
    assert not empty.statements.exists()


def test_seeding_obeys_force_and_twice_changes_nothing(settings: Settings) -> None:
    settings.DEBUG = False
    run("seed_demo", "--force")
    User.objects.filter(username="lead").update(name="Renamed since")
    before = [model.objects.count() for model in (User, DutyAssignment, Incident, TimelineEntry)]
    run("seed_demo", "--force")
    assert before == [model.objects.count() for model in (User, DutyAssignment, Incident, TimelineEntry)]
    assert User.objects.get(username="lead").name == "Renamed since"


def test_seeding_refuses_where_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        run("seed_demo")
    assert not User.objects.exists()
    assert not Incident.objects.exists()


def test_replaying_as_the_demo_makes_its_cast(settings: Settings) -> None:
    settings.DEBUG = True
    said = run("replay", "ranger-station-fire", "--as-demo", "--until", "2008-12-10 05:31", "-v", "2")
    assert "2008-12-10 05:31 Social media lead: post_signal" in said
    assert Incident.objects.get().get_absolute_url() in said


def test_replaying_as_the_demo_refuses_where_debug_is_off(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        run("replay", "ranger-station-fire", "--as-demo")
    assert not User.objects.exists()


def test_replaying_names_the_logins_it_misses() -> None:
    with pytest.raises(CommandError, match="login comms, counsel, executive, guest, lead, legal, support"):
        run("replay", "ranger-station-fire")


def test_replaying_says_which_packs_there_are() -> None:
    with pytest.raises(CommandError, match='no pack "ranger-station"; did you mean "ranger-station-fire"'):
        run("replay", "ranger-station")


def test_replaying_a_broken_pack_says_where_it_is_broken(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL.replace("post_fact", "post_fcat"))
    with pytest.raises(CommandError, match=r'small\.yaml:20: "do": there is no deed "post_fcat"'):
        run("replay", str(path))
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--until", "noon"), "not a date with a time"), (("--speed", "-1"), "cannot be negative")],
)
def test_replaying_refuses_what_it_cannot_do(arguments: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run("replay", "ranger-station-fire", *arguments)
