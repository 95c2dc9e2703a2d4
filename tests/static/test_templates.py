"""Templates hold together: they compile, and what they name (pages, parts, icons, files) is there."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import get_resolver

from common.templatetags.marks import icon
from incidents.entries import entry_classes

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = {str(path.relative_to(ROOT)): path.read_text() for path in sorted(ROOT.rglob("*.html"))}
ADDRESSES = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
every_template = pytest.mark.parametrize("name", TEMPLATES)


@every_template
def test_it_compiles(name):
    get_template(name)


@every_template
def test_the_parts_it_names_are_there(name):
    for part in re.findall(r'{% (?:include|extends) "([^"]+)"', TEMPLATES[name]):
        assert part in TEMPLATES


@every_template
def test_the_pages_it_names_are_there(name):
    named = set(re.findall(r"{% url '(\w+)'", TEMPLATES[name])) | set(
        re.findall(r'url_name="(\w+)"', TEMPLATES[name])
    )
    assert named <= ADDRESSES


@every_template
def test_the_icons_it_names_are_there(name):
    for drawing in re.findall(r'(?:{% icon |icon_name=|icon=)"([a-z0-9-]+)"', TEMPLATES[name]):
        icon(drawing)


@every_template
def test_the_files_it_names_are_there(name):
    for path in re.findall(r"{% static '([^']+)' %}", TEMPLATES[name]):
        assert finders.find(path)


# The style guide is for whoever draws, and in English only.
@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith("styleguide/")])
def test_every_word_a_person_reads_can_be_translated(name):
    text = re.sub(r"{% block (?:main_id|\w*class|kind|action) %}.*?{% endblock %}", "", TEMPLATES[name])
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(
        r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text)
    )
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= {"SEV", "DOCTYPE"}


@every_template
def test_so_can_every_attribute_that_is_read_or_read_out(name):
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}|{%.*?%}|{{.*?}}", "", TEMPLATES[name])
    for words in re.findall(
        r'[\s"](?:aria-label|title|placeholder|alt|data-(?:text[\w-]*|said))="([^"]*)"', text
    ):
        assert not re.findall(r"[^\W\d_]{2,}", words), words


@pytest.mark.parametrize("cls", entry_classes(), ids=lambda cls: cls.type)
def test_every_type_of_entry_has_a_template_and_an_icon(cls):
    assert cls.template in TEMPLATES
    icon(cls.icon)
