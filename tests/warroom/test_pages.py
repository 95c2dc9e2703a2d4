"""Manners of every page, looked at on the one that needs no sign-in."""

import pytest


@pytest.fixture
def page(client, db):
    return client.get("/sign-in/")


def test_the_content_policy_is_strict(page):
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_nothing_is_kept_by_the_browser(page):
    assert "no-store" in page.headers["Cache-Control"]


def test_no_other_site_learns_where_we_are(page):
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in page.headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/nowhere/", "/rooms/1/", "/rooms/99999999999999999999/"])
def test_what_is_not_there_looks_like_ours_on_a_laptop_too(client, cast, settings, path):
    settings.DEBUG = True
    client.force_login(cast.stranger)
    page = client.get(path)
    assert page.status_code == 404
    assert "There is nothing here for you" in page.content.decode()
    assert "urlpatterns" not in page.content.decode()


def test_an_address_without_its_last_slash_is_still_mended(client, cast, settings):
    settings.DEBUG = True
    client.force_login(cast.lead)
    assert client.get("/sign-in").headers["Location"] == "/sign-in/"


def test_everything_else_needs_a_sign_in(client, db):
    assert client.get("/").headers["Location"].startswith("/sign-in/")
