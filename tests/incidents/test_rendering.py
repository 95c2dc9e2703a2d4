"""How entries look: to everyone in a stream alike, and never with somebody's markup in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import escape

from accounts.models import User
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.notes import post_note
from incidents.entries import Entry, PromiseMissed, entry_classes
from incidents.models import Incident, Stream, TimelineEntry
from incidents.rendering import render, render_all, tell
from tests.articles import articles_in
from tests.cast import Cast
from tests.incidents.samples import sample

every_type = pytest.mark.parametrize("cls", entry_classes(), ids=lambda cls: cls.type)


def stored(room: Incident, said: Entry, stream: Stream, *, by: object = None) -> TimelineEntry:
    """A row as the database gives it back; by the room itself unless somebody is named."""
    row = TimelineEntry.objects.create(
        incident=room, stream=stream, type=said.type, payload=said.to_payload(), actor=by, strands=["A"]
    )
    return TimelineEntry.objects.told().get(pk=row.pk)


def drawn(entry: TimelineEntry, language: str = "en") -> str:
    return render_all([entry], language)[0]


@every_type
def test_every_type_has_its_look_in_every_stream(cast: Cast, room: Incident, cls: type[Entry]) -> None:
    for stream in Stream:
        for said in sample(cls), sample(cls, bare=True), sample(cls).shred():
            entry = stored(room, said, stream, by=None if cls is PromiseMissed else cast.comms)
            html = drawn(entry).strip()
            assert html.startswith(f'<article class="entry entry--{cls.node}')
            assert html.endswith("</article>")
            assert list(articles_in(html)) == [entry.ref]  # one root, which the browser finds by its id
            assert f'data-n="{entry.n}"' in html
            assert f'data-at="{entry.recorded_at.isoformat(timespec="microseconds")}"' in html
            assert ("Privileged" in html) is (stream == Stream.PRIVILEGED)
            assert "None" not in html


@pytest.fixture
def drawings(cast: Cast, room: Incident) -> dict[str, TimelineEntry]:
    """A stored entry of every type, by its type."""
    return {cls.type: stored(room, sample(cls), Stream.WORKING, by=cast.comms) for cls in entry_classes()}


def test_what_people_typed_is_text_and_never_markup(drawings: dict[str, TimelineEntry]) -> None:
    for type_name, entry in drawings.items():
        html = drawn(entry)
        assert "<script" not in html, type_name
        assert "canary" not in re.sub(r">[^<]*<|href=\"[^\"<>]*\"", "", html), (
            type_name
        )  # only between tags, or a link


def test_ids_are_not_used_twice(drawings: dict[str, TimelineEntry]) -> None:
    for type_name, entry in drawings.items():
        ids = re.findall(r'\bid="([^"]*)"', drawn(entry))
        assert len(ids) == len(set(ids)), type_name


def test_it_is_drawn_in_the_readers_language_alone(drawings: dict[str, TimelineEntry]) -> None:
    """The same for whoever asks, whatever language the one before them read."""
    for type_name, entry in drawings.items():
        english = drawn(entry)
        drawn(entry, "ko")
        assert drawn(entry) == english, type_name


def sources() -> list[Path]:
    """The templates of all that is pushed: the entries, their shell, and the parts they include."""
    folder = Path(settings.BASE_DIR) / "templates"
    found = [*folder.glob("*/timeline/entries/*.html"), folder / "incidents/timeline/_shell.html"]
    for source in found:
        for name in re.findall(r'{%\s*(?:include|extends)\s+"([^"]+)"', source.read_text()):
            if folder / name not in found:
                found.append(folder / name)
    return found


VIEWER = re.compile(r"{[{%][^}]*\b(request|user|perms|csrf_token|messages|now|me|mine)\b")


def test_no_template_of_an_entry_asks_who_is_looking_or_what_time_it_is() -> None:
    assert len(sources()) > len(entry_classes())
    assert VIEWER.search("{% if request.user == entry.actor %}")
    for source in sources():
        assert not VIEWER.search(source.read_text()), source


# -- what was later said about it ----------------------------------------------------------------


def test_an_entry_knows_what_was_later_said_about_it(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text="We sent it.", by=cast.comms)
    other = post_note(room, text="Noted.", by=cast.comms)
    confirm_fact(fact, by=cast.legal)
    refute_fact(fact, by=cast.counsel)
    told, untouched = tell([fact.entry, other])
    assert [each.entry.type for each in told.later] == ["fact.confirmed", "fact.refuted"]
    assert told.struck is None
    assert untouched.later == ()


def test_a_struck_entry_says_by_whom_and_why(cast: Cast, room: Incident) -> None:
    note = post_note(room, text="It was <ours>.", by=cast.comms)
    assert "<del" not in drawn(note)
    strike_entry(note, reason="It was & is theirs", by=cast.lead)
    html = drawn(note)
    assert "<del" in html
    assert escape("It was <ours>.") in html
    assert escape("It was & is theirs") in html
    assert "Social media lead" in html
    assert tell([note])[0].struck is not None


def test_a_whole_page_is_told_in_two_queries(
    cast: Cast, room: Incident, django_assert_num_queries: object
) -> None:
    for _ in range(5):
        confirm_fact(post_fact(room, text="We sent it.", by=cast.comms), by=cast.legal)
    with django_assert_num_queries(2):
        told = tell(room.entries.told())
    with django_assert_num_queries(0):
        for each in told:
            render(each, "en")


def test_a_back_dated_entry_says_when_it_was(cast: Cast, room: Incident) -> None:
    from datetime import timedelta

    earlier = room.now() - timedelta(hours=3)
    assert 'class="entry-held"' not in drawn(post_note(room, text="Now.", by=cast.comms))
    html = drawn(post_note(room, text="Before.", by=cast.comms, occurred_at=earlier))
    assert 'class="entry-held"' in html
    assert earlier.isoformat(timespec="microseconds") in html


# -- what is remembered --------------------------------------------------------------------------


def test_what_was_drawn_once_is_drawn_anew_when_its_look_changes(cast: Cast, room: Incident) -> None:
    """Whoever remembers a drawing must notice a new name and a later word; nothing else can change."""
    fact = post_fact(room, text="We sent it.", by=cast.comms)
    first = drawn(fact.entry)
    assert drawn(fact.entry) is first

    User.objects.filter(pk=cast.comms.pk).update(name="Someone else")
    renamed = drawn(TimelineEntry.objects.told().get(pk=fact.pk))
    assert "Someone else" in renamed
    assert "Someone else" not in first

    confirm_fact(fact, by=cast.legal)
    confirmed = drawn(TimelineEntry.objects.told().get(pk=fact.pk))
    assert "Confirmed" in confirmed
    assert "Confirmed" not in renamed

    strike_entry(fact.entry, reason="mistaken", by=cast.lead)
    assert "Social media lead" in drawn(fact.entry)
    User.objects.filter(pk=cast.lead.pk).update(name="A new lead")
    assert "A new lead" in drawn(fact.entry)


def test_of_a_person_no_template_asks_more_than_the_name() -> None:
    """The drawing is remembered by it."""
    for source in sources():
        assert not re.search(r"\bactor\.", source.read_text()), source
