"""What makes it an app on somebody's phone, and nothing that would work, or write, without the house."""

import struct
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation


def manifest(client: Client, **headers: str) -> dict[str, object]:
    answer = client.get("/manifest.webmanifest", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/manifest+json"
    said: dict[str, object] = answer.json()
    return said


def test_nobody_need_sign_in_for_it_and_nobody_is_named_in_it(client: Client, db: None) -> None:
    said = manifest(client)
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")
    assert said["name"] == said["short_name"] == "War-room"


def test_it_says_which_language_it_speaks(client: Client, db: None) -> None:
    with translation.override(None):
        assert manifest(client, **{"Accept-Language": "ko"})["lang"] == "ko"


def test_its_pictures_are_what_it_says(client: Client, db: None) -> None:
    icons = manifest(client)["icons"]
    assert isinstance(icons, list)
    for icon in icons:
        content = Path(str(finders.find(icon["src"].removeprefix("/static/")))).read_bytes()
        if icon["type"] == "image/svg+xml":
            assert content.startswith(b"<svg")
            continue
        assert content.startswith(b"\x89PNG")
        assert "x".join(map(str, struct.unpack(">II", content[16:24]))) == icon["sizes"]
    kinds = {(icon["sizes"], icon.get("purpose")) for icon in icons}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= kinds


def test_every_page_leads_to_it_and_names_a_colour_for_either_theme(client: Client, db: None) -> None:
    html = client.get("/sign-in/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert html.count('<meta name="theme-color"') == 2


def test_nothing_works_offline() -> None:
    scripts = Path(__file__).resolve().parents[3] / "static" / "js"
    assert not [path for path in scripts.rglob("*.js") if "serviceWorker" in path.read_text()]
