from pathlib import Path

import pytest

from warroom.template_lint import faults, main


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p class="a" style="color: red">',
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        """<div hx-vals='js:{a: 1}'>""",
        '<div hx-trigger="keyup[key==1]">',
        "{{ entry.text|safe }}",
        "{% autoescape off %}",
        '<script src="https://elsewhere.example/x.js"></script>',
        '<img src="//elsewhere.example/x.png">',
    ],
)
def test_these_are_refused(source):
    assert next(faults("<p>\n" + source))[0] == 2


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "js/app.js" %}" defer></script>',
        '<a class="quiet" href="https://example.org/">Read more</a>',
        '<a href="{{ publication.url }}">Seen there</a>',
        '<div hx-trigger="room-changed from:body">',
        "{# |safe would be wrong here #}",
    ],
)
def test_these_are_fine(source):
    assert list(faults(source)) == []


def test_a_fault_is_named_with_its_place(tmp_path, capsys):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "room.html").write_text("<p>\n{{ text|safe }}")
    assert main(tmp_path) == 1
    assert "room.html:2: |safe" in capsys.readouterr().out


def test_our_own_templates_are_clean():
    assert main(Path(__file__).resolve().parents[2]) == 0
