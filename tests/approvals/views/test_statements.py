import re
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from approvals.models import Statement
from incidents.actions.facts import post_fact, refute_fact
from incidents.actions.strands import create_strand
from incidents.models import Incident, Stream
from tests.approvals.proofs import WORDS, a_draft, an_asked_revision, rewrite
from tests.approvals.views.browse import HTMX, as_, html, post, words
from tests.cast import Cast

PAYLOAD = "\"><script>alert(1)</script><img src=x onerror=alert(2)> & 'quoted'"


def new(room: Incident) -> str:
    return reverse("statement_new", args=[room.pk])


def filled(**fields: object) -> dict[str, object]:
    return {
        "title": "First answer",
        "kind": "post",
        "text": WORDS,
        "channels": ["x"],
        "language": "en",
        **fields,
    }


def test_a_first_draft(cast: Cast, room: Incident) -> None:
    create_strand(room, name="Goods", by=cast.lead)
    fact = post_fact(room, text="He was paid.", by=cast.support)
    response = post(as_(cast.lead), new(room), filled(citations=[fact.ref], strands=["A"]))
    statement = Statement.objects.get()
    assert response["HX-Redirect"] == statement.get_absolute_url()
    assert (statement.title, statement.strands, statement.current.text) == ("First answer", ["A"], WORDS)
    assert [cited.fact for cited in statement.current.citations.all()] == [fact]


def test_without_script_it_is_an_ordinary_form(cast: Cast, room: Incident) -> None:
    response = post(as_(cast.lead), new(room), filled(), htmx=False)
    assert response.status_code == 302
    assert response["Location"] == Statement.objects.get().get_absolute_url()


def test_two_presses_of_one_button_are_one_statement(cast: Cast, room: Incident) -> None:
    press = str(uuid4())
    both = [post(as_(cast.lead), new(room), filled(key=press)) for _ in range(2)]
    assert Statement.objects.count() == 1
    assert both[0]["HX-Redirect"] == both[1]["HX-Redirect"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "required"),
        ("text", "a" * 281, "1 character too long for X, which takes 280"),
        ("text", "x" * 20_001, "too long"),
        ("text", "signed \u202edengis", "reading direction"),
        ("text", "sig\u200bned", "no width"),
        ("text", "bell \x07", "control character"),
        ("title", "", "required"),
        ("title", "t" * 201, "too long"),
        ("title", "\u200b", "no width"),
        ("channels", ["x", "carrier pigeon"], "carrier pigeon"),
        ("kind", "rumour", "rumour"),
        ("language", "tlh", "tlh"),
        ("strands", ["Z"], "Z"),
        ("citations", ["w99999"], "w99999"),
        ("citations", ["'; DROP TABLE"], "DROP TABLE"),
        ("key", "not a key", "UUID"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    cast: Cast, room: Incident, field: str, value: object, sentence: str
) -> None:
    kept = {"title": "A title to keep", "text": "Some words to keep"}
    response = post(as_(cast.lead), new(room), filled(**{**kept, field: value}))
    assert response.status_code == 422
    assert sentence in words(response)
    for name in kept.keys() - {field}:
        assert kept[name] in html(response)
    assert not Statement.objects.exists()


def test_the_form_that_comes_back_is_the_same_partial(cast: Cast, room: Incident) -> None:
    response = post(as_(cast.lead), new(room), filled(text=""))
    assert "approvals/statements/_editor.html" in [template.name for template in response.templates]
    assert "<html" not in html(response)


def test_facts_offered_are_those_that_words_may_rest_on(cast: Cast, room: Incident) -> None:
    post_fact(room, text="Seen by all", by=cast.support)
    wrong = post_fact(room, text="Proven wrong", by=cast.support)
    refute_fact(wrong, by=cast.counsel)
    post_fact(room, text="Between lawyers", by=cast.counsel, stream=Stream.PRIVILEGED)
    page = words(as_(cast.counsel).get(new(room)))
    assert "Seen by all" in page
    assert "Proven wrong" not in page
    assert "Between lawyers" not in page


def test_a_privileged_fact_cannot_be_cited_by_its_name(cast: Cast, room: Incident) -> None:
    advice = post_fact(room, text="Between lawyers", by=cast.counsel, stream=Stream.PRIVILEGED)
    for who in (cast.counsel, cast.comms):
        response = post(as_(who), new(room), filled(citations=[advice.ref]))
        assert response.status_code == 422
        assert "Between lawyers" not in html(response)


@pytest.mark.parametrize("who", ["executive"])
def test_who_only_watches_gets_no_form(cast: Cast, room: Incident, who: str) -> None:
    response = as_(getattr(cast, who)).get(new(room))
    assert response.status_code == 409
    assert "hold the pen" in words(response) or "holds the pen" in words(response)
    assert "<textarea" not in html(response)


def test_the_page_shows_exactly_what_will_go_out(cast: Cast, room: Incident) -> None:
    text = "First line.\n\n  Indented, with  two blanks.\nLast."
    statement = a_draft(cast, room, text=text)
    page = html(as_(cast.counsel).get(statement.get_absolute_url()))
    clean = page.split("proof-words--clean", 1)[1].split(">", 1)[1].split('<ul class="proof-channels"')[0]
    clean = re.sub(r'<a class="passage-about".*?</a>|</section>.*', "", clean, flags=re.DOTALL)
    assert unescape(re.sub(r"<[^>]*>", "", clean)).rstrip() == text
    assert statement.current.sha256[:4] in page


def test_the_page_compares_with_what_the_reader_last_saw(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One two three.")
    rewrite(statement, "One two four.", by=cast.comms)
    counsel = as_(cast.counsel)
    page = statement.get_absolute_url()
    counsel.post(reverse("revision_read", args=[statement.pk, 2]))
    rewrite(statement, "One five four.", by=cast.comms)
    rewrite(statement, "Six five four.", by=cast.comms)

    seen = counsel.get(page).context["proof"]
    assert (seen.against.number, seen.revision.number) == (2, 4)
    assert counsel.get(page, {"against": 1}).context["proof"].against.number == 1
    for nonsense in ("", "0", "4", "99", "-1", "one", "²", "9" * 40):
        assert counsel.get(page, {"against": nonsense}).context["proof"].against.number == 2
    assert as_(cast.support).get(page).context["proof"].against.number == 3


def test_what_they_opened_twice_still_shows_what_changed(cast: Cast, room: Incident) -> None:
    statement = a_draft(cast, room, text="One two three.")
    counsel = as_(cast.counsel)
    counsel.post(reverse("revision_read", args=[statement.pk, 1]))
    rewrite(statement, "One two four.", by=cast.comms)
    for _ in range(2):
        assert counsel.get(statement.get_absolute_url()).context["proof"].against.number == 1
        counsel.post(reverse("revision_read", args=[statement.pk, 2]))


def test_an_executive_reads_it_and_is_given_no_form(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room)
    page = html(as_(cast.executive).get(revision.statement.get_absolute_url()))
    assert WORDS in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert "<textarea" not in main
    assert "<button" not in main.replace('<button type="button"', "")


def test_what_people_type_is_never_markup(cast: Cast, room: Incident) -> None:
    fact = post_fact(room, text=f"Fact {PAYLOAD}", by=cast.support, source=PAYLOAD)
    statement = a_draft(
        cast, room, title=f"Title {PAYLOAD}", text=f"Text {PAYLOAD}", citing=[fact], channels=["press"]
    )
    rewrite(statement, f"Other {PAYLOAD}", note=f"Note {PAYLOAD}", by=cast.lead)
    pages = [
        statement.get_absolute_url(),
        reverse("statement_edit", args=[statement.pk]),
        reverse("revision_parts", args=[statement.pk, 2]),
        reverse("statement_new", args=[room.pk]),
    ]
    for page in pages:
        for headers in ({}, HTMX):
            shown = html(as_(cast.comms).get(page, headers=headers))
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown


def test_a_very_long_title_is_shown_whole(cast: Cast, room: Incident) -> None:
    title = "Löng " * 39 + "title"
    statement = a_draft(cast, room, title=title)
    assert title in words(as_(cast.lead).get(statement.get_absolute_url()))


@pytest.mark.parametrize("htmx", [True, False])
def test_words_for_a_room_that_closed_meanwhile_come_back(cast: Cast, room: Incident, htmx: bool) -> None:
    Incident.objects.filter(pk=room.pk).update(status="closed")
    for fields in filled(text="Typed for long."), filled(text="Typed for long.", title=""):
        response = post(as_(cast.comms), new(room), fields, htmx=htmx)
        assert response.status_code == 409
        assert "This room is closed." in words(response)
        assert "Typed for long.</textarea>" in html(response)
    assert not Statement.objects.exists()
