"""No Docker engine runs here, so the compose file is held against what it must feed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from warroom.health.probe import PARTS
from warroom.settings.boot import REQUIRED

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = ("migrate", "web", "worker", "beat")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:[-?][^}]*)?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose) -> dict[str, Any]:
    return compose["services"]


def example_names() -> set[str]:
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def names_read_by_settings() -> set[str]:
    sources = [*(CHECKOUT / "warroom" / "settings").glob("*.py"), CHECKOUT / "warroom" / "serve.py"]
    text = "\n".join(source.read_text() for source in sources)
    return set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*["'](\w+)["']""", text)) | set(REQUIRED)


def test_the_parts(services):
    assert set(services) == {"postgres", "valkey", *OURS}
    assert services["postgres"]["image"] == "postgres:18"
    assert services["valkey"]["image"].startswith("valkey/valkey:9")


def test_the_parts_of_ours_are_one_image(services):
    assert {services[name]["image"] for name in OURS} == {"war-room"}
    assert {services[name]["build"] for name in OURS} == {"."}


@pytest.mark.parametrize("name", OURS)
def test_everything_production_insists_on_is_fed(services, name):
    assert set(REQUIRED) <= set(services[name]["environment"])


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_fed_that_nobody_reads(services, name):
    assert set(services[name]["environment"]) <= names_read_by_settings()


@pytest.mark.parametrize("name", OURS)
def test_debug_is_never_on(services, name):
    assert "DEBUG" not in services[name]["environment"]


def test_what_has_no_default_stops_compose_when_missing(services):
    secret = re.compile(r"SECRET_KEY|ALLOWED_HOSTS|PASSWORD")
    text = (CHECKOUT / "docker-compose.yml").read_text()
    for name, default in VARIABLE.findall(text):
        assert default.startswith(":?" if secret.search(name) else ":-"), name


def test_every_variable_is_in_the_example_and_the_other_way_round():
    used = {name for name, _ in VARIABLE.findall((CHECKOUT / "docker-compose.yml").read_text())}
    assert used == example_names()


def test_the_example_holds_no_secret_that_somebody_might_keep():
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    assert {"SECRET_KEY=", "POSTGRES_PASSWORD=", "APP_PASSWORD=", "VALKEY_PASSWORD="} <= set(lines)


def test_the_servers_are_reached_by_the_names_they_have(services):
    environment = services["web"]["environment"]
    assert "@postgres:5432/" in environment["DATABASE_URL"]
    assert "@valkey:6379/" in environment["REDIS_URL"]
    assert services["postgres"]["environment"]["POSTGRES_DB"] in environment["DATABASE_URL"]


def test_postgres_keeps_its_data_where_version_18_has_it(compose, services):
    assert "postgres:/var/lib/postgresql" in services["postgres"]["volumes"]
    assert "postgres" in compose["volumes"]


def test_the_app_is_no_superuser(services):
    """A superuser could switch off every trigger that keeps the gate."""
    postgres = services["postgres"]
    script, place = next(each for each in postgres["volumes"] if "initdb.d" in each).split(":")[:2]
    assert place.startswith("/docker-entrypoint-initdb.d/")
    assert "CREATE ROLE warroom LOGIN NOSUPERUSER" in (CHECKOUT / script).read_text()
    assert postgres["environment"]["POSTGRES_USER"] != "warroom"
    assert "//warroom:${APP_PASSWORD" in services["web"]["environment"]["DATABASE_URL"]
    for name in OURS:
        assert "POSTGRES_PASSWORD" not in str(services[name]["environment"])


def test_korean_can_be_searched(services):
    assert "--locale=C.UTF-8" in services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_everything_waits_for_the_migration_and_for_healthy_servers(services, name):
    conditions = {part: wait["condition"] for part, wait in services[name]["depends_on"].items()}
    assert conditions == {
        "migrate": "service_completed_successfully",
        "postgres": "service_healthy",
        "valkey": "service_healthy",
    }


def test_the_migration_runs_once(services):
    assert services["migrate"]["command"] == ["python", "-m", "warroom.prepare"]
    assert services["migrate"]["restart"] == "no"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_each_part_asks_about_itself(services, name):
    command = services[name]["healthcheck"]["test"]
    assert command == ["CMD", "python", "-m", "warroom.health.probe", name]
    assert name in PARTS


def test_there_is_one_clock(services):
    assert "deploy" not in services["beat"]
    assert "worker" not in services["beat"]["command"]
    assert "-B" not in services["worker"]["command"]


@pytest.mark.parametrize("name", OURS)
def test_a_part_of_ours_may_do_little(services, name):
    part = services[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]


def test_the_web_is_published_to_this_host_only(services):
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert not any("ports" in services[name] for name in ("postgres", "valkey", "worker", "beat", "migrate"))


def test_the_image_is_not_root_and_installs_only_what_is_locked():
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    assert "USER 10001:10001" in dockerfile
    assert "pip install --require-hashes" in dockerfile
    assert dockerfile.count("\nFROM ") == 2
    assert "WARROOM_ENV=production" in dockerfile


def test_the_image_holds_every_app_and_no_test():
    from django.conf import settings

    kept = {
        line[1:] for line in (CHECKOUT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    ours = {app for app in settings.INSTALLED_APPS if (CHECKOUT / app).is_dir()}
    assert ours | {"warroom", "templates", "static", "scenarios", "requirements", "manage.py"} <= kept
    assert "tests" not in kept
