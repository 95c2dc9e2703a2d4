"""The style guide: whole where DEBUG is on, and not there where it is off."""

import re

import pytest

from warroom.styleguide.samples import COLOURS, FACES


@pytest.fixture
def page(client, settings, db):
    settings.DEBUG = True
    return client.get("/styleguide/?theme=dark")


def test_outside_of_debug_it_is_not_there(client, settings, db, cast):
    settings.DEBUG = False
    assert client.get("/styleguide/").status_code == 404
    client.force_login(cast.lead)
    assert client.get("/styleguide/").status_code == 404


def test_it_needs_no_database_and_no_sign_in(client, settings, django_assert_num_queries, db):
    settings.DEBUG = True
    with django_assert_num_queries(0):
        assert client.get("/styleguide/").status_code == 200


def test_it_shows_the_hard_cases(page):
    html = page.content.decode()
    assert html.count("strand-row") == 2 + 40
    assert "Donaudampfschifffahrts" in html
    assert "팬 사이트에" in html
    for state in (
        "entry--privileged",
        "state--missed",
        "pip--withdrawn",
        "slot-due--late",
        'data-force="hover"',
        "aria-invalid",
    ):
        assert state in html, state


def test_its_theme_is_one_of_two(page, client, settings):
    assert 'data-theme="dark"' in page.content.decode()
    assert "data-theme" not in client.get("/styleguide/?theme=%22onload").content.decode()


def test_every_colour_and_face_is_a_token(page):
    from tests.static.test_styles import SHEETS

    tokens = SHEETS["tokens.css"]
    assert set(COLOURS) == set(re.findall(r"--([\w-]+): light-dark", tokens))
    for face in FACES:
        assert f"--{face}:" in tokens
