from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.models import Revision
from incidents.models import Incident
from publishing.models import LineUse
from reporting.figures import figures
from tests.approvals.views.browse import HTMX, as_, html, post, words, words_for
from tests.cast import Cast
from tests.publishing.lines import LINE, a_line, an_unsigned_line

LINK = "https://x.example/status/9"
HEADING = "Lines I may use"


def uses(revision: Revision) -> str:
    return f"{reverse('line_use', args=[revision.statement_id])}?revision={revision.number}"


def said(revision: Revision, **changed: str) -> dict[str, str]:
    return {"seen_sha": revision.sha256, "channel": "x", "url": LINK, "said": f"Hello. {LINE}", **changed}


def test_on_the_desk_of_who_was_named_with_the_exact_words_to_copy(cast: Cast, room: Incident) -> None:
    desk, line = reverse("desk", args=[room.pk]), a_line(cast, room)
    page = html(as_(cast.support).get(desk))
    assert HEADING in page
    assert f"{LINE}</textarea>" in page
    assert uses(line) in page
    for other in (cast.lead, cast.counsel, cast.executive, cast.guest):
        assert HEADING not in html(as_(other).get(desk))


def test_not_on_it_before_it_is_signed(cast: Cast, room: Incident) -> None:
    an_unsigned_line(cast, room)
    assert HEADING not in html(as_(cast.support).get(reverse("desk", args=[room.pk])))


def test_a_use_is_recorded_from_the_desk(cast: Cast, room: Incident) -> None:
    line, support = a_line(cast, room), as_(cast.support)
    form = support.get(uses(line), headers=HTMX)
    assert "<html" not in html(form)
    assert LINE in html(form)
    response = post(support, uses(line), said(line))
    assert response.status_code == 201
    assert LineUse.objects.get().said == f"Hello. {LINE}"
    panel = as_(cast.lead).get(reverse("publications", args=[line.statement_id]), headers=HTMX)
    assert f"Hello. {LINE}" in words(panel)
    assert LINK in html(panel)
    assert figures(room).lines_used == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("said", "We paid him.", "word for word"),
        ("said", "", "required"),
        ("said", f"{LINE}\u202e", "reading direction"),
        ("url", "", "required"),
        ("url", "javascript:alert(1)", "begins with https://"),
        ("channel", "press", "press"),
        ("seen_sha", "0", "which text you read"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    cast: Cast, room: Incident, field: str, value: str, sentence: str
) -> None:
    line = a_line(cast, room)
    response = post(as_(cast.support), uses(line), said(line, **{field: value}))
    assert response.status_code == 422
    assert sentence in words(response)
    if field != "said":
        assert f"Hello. {LINE}" in html(response)
    assert not LineUse.objects.exists()


def test_a_mail_has_no_address_on_the_web(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    assert post(as_(cast.support), uses(line), said(line, channel="email", url="")).status_code == 201


def test_without_script_it_is_a_page_and_a_redirect(cast: Cast, room: Incident) -> None:
    line, support = a_line(cast, room), as_(cast.support)
    assert "<html" in html(support.get(uses(line)))
    assert post(support, uses(line), said(line), htmx=False)["Location"] == line.statement.get_absolute_url()


def test_the_editor_asks_who_and_until_when(cast: Cast, room: Incident) -> None:
    line = a_line(cast, room)
    lead, url = as_(cast.lead), reverse("revision_create", args=[line.statement_id])
    page = html(lead.get(reverse("statement_edit", args=[line.statement_id])))
    assert 'name="spokespeople"' in page
    assert 'name="valid_until"' in page

    who = {"spokespeople": [str(cast.support.pk)]}
    nobody_knows = post(lead, url, words_for(line, **who, valid_until=""))
    assert nobody_knows.status_code == 422
    assert "Say until when" in words(nobody_knows)
    past = (room.now() - timedelta(minutes=1)).isoformat()
    assert "lie ahead" in words(post(lead, url, words_for(line, **who, valid_until=past)))
    guest = {"spokespeople": [str(cast.guest.pk)]}
    later = (room.now() + timedelta(days=1)).replace(second=0, microsecond=0)  # as people write down a time
    assert post(lead, url, words_for(line, **guest, valid_until=later.isoformat())).status_code == 422
    post(lead, url, words_for(line, **who, valid_until=later.isoformat()))
    newest = Revision.objects.latest("number")
    assert (newest.number, newest.spokespeople, newest.valid_until) == (2, [cast.support.pk], later)
