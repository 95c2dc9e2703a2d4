"""Every string a person reads is there in every language, and says the same."""

import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tools.messages import LOCALE, compiled, extracted, forms, read, refresh, untranslated

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\}")
# What stands behind a name is another word after a vowel than after a consonant; nobody knows which name comes.
PARTICLE = re.compile(
    r"(?:%\(\w+\)[sd]|\{\})(?:을|를|이|가|은|는|와|과|로|으로|이나|나|라고|이라고)(?![가-힣])"
)


@pytest.fixture(scope="module")
def source() -> Catalog:
    return extracted()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read(LOCALE / request.param / "LC_MESSAGES" / "django.po")


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def names(catalogue: Catalog) -> set[Any]:
    return {(message.id, message.context) for message in messages(catalogue)}


def test_it_holds_what_the_sources_say_and_nothing_else(source: Catalog, catalogue: Catalog) -> None:
    """Run bin/messages, then translate what is new."""
    assert len(names(source)) > 500
    assert names(catalogue) - names(source) == set()
    assert names(source) - names(catalogue) == set()
    assert not catalogue.obsolete


def test_nothing_waits_for_a_translator(catalogue: Catalog) -> None:
    assert [message.id for message in untranslated(catalogue)] == []


def test_what_is_filled_in_is_filled_in_everywhere(catalogue: Catalog) -> None:
    def gaps(words: Any) -> set[str]:
        return {gap for form in forms(words) for gap in PLACEHOLDER.findall(form)}

    assert any(gaps(message.id) for message in messages(catalogue))
    assert [each.id for each in messages(catalogue) if gaps(each.id) != gaps(each.string)] == []
    # "50 %" is none, "%(n)s" without its letter is a fault that only the reader would find
    assert [each.id for each in messages(catalogue) if list(each.check(catalogue))] == []


def test_blanks_at_the_ends_are_kept(catalogue: Catalog) -> None:
    def ends(words: str) -> tuple[bool, bool]:
        return words[:1] == " ", words[-1:] == " "

    for message in messages(catalogue):
        assert {ends(form) for form in forms(message.id)} >= {ends(form) for form in forms(message.string)}


def test_no_particle_depends_on_the_name_before_it() -> None:
    korean = read(LOCALE / "ko" / "LC_MESSAGES" / "django.po")
    assert PARTICLE.search("%(name)s은 서명했습니다")
    assert not PARTICLE.search("%(name)s 님이 승인")
    assert [
        each.string for each in messages(korean) for form in forms(each.string) if PARTICLE.search(form)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_runs_is_compiled_from_what_is_read(language: str, catalogue: Catalog) -> None:
    """Run bin/messages."""

    def words(mo: bytes) -> dict[Any, str]:
        catalog: dict[Any, str] = gettext.GNUTranslations(BytesIO(mo))._catalog  # type: ignore[attr-defined]
        return {name: text for name, text in catalog.items() if name}

    shipped = (LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()
    assert words(shipped) == words(compiled(catalogue))


def test_to_refresh_guesses_nothing_and_keeps_what_is_there(tmp_path, source: Catalog) -> None:
    po = tmp_path / "ko" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    head = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    head += '"Content-Type: text/plain; charset=utf-8\\n"\n'
    po.write_text(head + '\nmsgid "Sign out"\nmsgstr "로그아웃"\n\nmsgid "Sign oud"\nmsgstr "?"\n')
    number, missing = refresh(po, source)
    assert (number, missing) == (len(source), len(source) - 1)
    assert "Sign oud" not in po.read_text()
    assert "fuzzy" not in po.read_text()
    first = po.read_bytes()
    refresh(po, source)
    assert po.read_bytes() == first
