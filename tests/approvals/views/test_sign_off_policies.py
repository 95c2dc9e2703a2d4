from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.models import Demand, SignOffPolicy
from incidents.models import Incident
from tests.approvals.proofs import a_draft
from tests.approvals.views.browse import as_, html, words
from tests.cast import Cast, a_policy, a_room


def sent(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    form: dict[str, Any] = {"name": "Support, too", "occasion": "ordinary", "lines-INITIAL_FORMS": "0"}
    form["lines-TOTAL_FORMS"] = str(len(lines))
    for number, line in enumerate(lines):
        form |= {f"lines-{number}-{name}": value for name, value in line.items()}
    return form | fields


def test_it_says_which_rule_applies_and_why(cast: Cast, room: Incident) -> None:
    a_policy("Letters", "support", kinds=["letter"])
    a_draft(cast, room)
    page = words(as_(cast.comms).get(reverse("policies", args=[room.pk])))
    assert "To be signed by: Comms; Legal" in page
    assert "Comms and legal applies: everything said" in page
    assert "Executive on SEV1 does not apply: SEV1" in page
    assert "Letters does not apply: Letter" in page
    assert "Correction does not apply: only for corrections Executive" in page


def test_what_nothing_covers_is_said_so(cast: Cast, room: Incident) -> None:
    a_policy("Comms and legal")
    a_draft(cast, room)
    assert "it cannot go out" in words(as_(cast.lead).get(reverse("policies", args=[room.pk])))


def test_the_lead_writes_one_for_the_room(cast: Cast, room: Incident) -> None:
    lines = [
        {"role": "support", "count": "1", "step": "2", "minutes": "30", "deputy": str(cast.comms.pk)},
        {"people": [str(cast.counsel.pk)], "count": "1", "step": "1"},
        {"role": "", "count": "1", "step": "1"},
    ]
    url = reverse("policy_new", args=[room.pk])
    response = as_(cast.lead).post(url, sent(*lines, severities=["2"], kinds=["post"]))
    assert response.status_code == 302
    written = SignOffPolicy.objects.get(incident=room)
    assert (written.severities, written.kinds) == ([2], ["post"])
    assert [demand.words_in(room) for demand in written.demands] == [
        "Associate General Counsel",
        "Support, in step 2, within 30 min, then Corporate communications",
    ]


def test_what_is_wrong_is_said_and_everything_kept(cast: Cast, room: Incident) -> None:
    line = {"people": [str(cast.counsel.pk)], "role": "legal", "count": "2", "deputy": str(cast.comms.pk)}
    response = as_(cast.lead).post(reverse("policy_new", args=[room.pk]), sent(line, name="Mine"))
    assert response.status_code == 422
    page = html(response)
    assert 'value="Mine"' in page
    for sentence in ("not both", "More are to sign", "Say after how many minutes"):
        assert sentence in page
    assert not room.policies.exists()


def test_a_stale_change_is_told_what_is_in_force(cast: Cast, room: Incident) -> None:
    first = a_policy("Support, too", "support", incident=room)
    a_policy("Support, too", "executive", incident=room)
    url = reverse("policy_change", args=[room.pk, first.pk])
    response = as_(cast.lead).post(url, sent({"role": "lead"}, based_on=str(first.pk)))
    assert response.status_code == 409
    assert "It now says: Executive" in words(response)
    assert room.policies.count() == 2


def test_a_policy_of_the_house_or_of_another_room_is_not_changed_from_here(
    cast: Cast, room: Incident
) -> None:
    theirs = SignOffPolicy.objects.get(name="Comms and legal")
    url = reverse("policy_change", args=[room.pk, theirs.pk])
    assert as_(cast.lead).get(url).status_code == 409
    response = as_(cast.lead).post(url, sent({"role": "comms"}, based_on=str(theirs.pk)))
    assert response.status_code == 409
    assert "every room" in html(response)
    other = a_policy("Elsewhere", "support", incident=a_room(cast))
    assert as_(cast.lead).get(reverse("policy_change", args=[room.pk, other.pk])).status_code == 404


@pytest.mark.parametrize("who", ["comms", "counsel", "support", "executive"])
def test_others_read_and_do_not_write(cast: Cast, room: Incident, who: str) -> None:
    client = as_(getattr(cast, who))
    assert client.get(reverse("policies", args=[room.pk])).status_code == 200
    response = client.post(reverse("policy_new", args=[room.pk]), sent({"role": "support"}))
    assert response.status_code == 409
    assert not room.policies.exists()


def test_who_is_named_stays_named_although_they_are_not_in_this_room(cast: Cast, room: Incident) -> None:
    named = a_policy("Money", incident=room, asks=[Demand("", (cast.stranger.pk,))])
    lead, url = as_(cast.lead), reverse("policy_change", args=[room.pk, named.pk])
    assert f'value="{cast.stranger.pk}" selected' in html(lead.get(url))
    line = {"people": [str(cast.stranger.pk)], "count": "1", "step": "1"}
    as_drawn = {"lines-INITIAL_FORMS": "1", "based_on": str(named.pk)}
    response = lead.post(url, sent(line, name="Money", channels=["x"], **as_drawn))
    assert response.status_code == 302
    assert SignOffPolicy.objects.latest("pk").demands == named.demands
    stranger = sent(line, name="Mine")
    assert lead.post(reverse("policy_new", args=[room.pk]), stranger).status_code == 422


def test_it_asks_as_much_for_ten_statements_as_for_one(
    cast: Cast, room: Incident, django_assert_max_num_queries: Any
) -> None:
    client, url = as_(cast.lead), reverse("policies", args=[room.pk])
    named = [
        Demand("", (cast.counsel.pk, cast.legal.pk), minutes=5, deputy=cast.support.pk),
        Demand("lead", ()),
    ]
    a_policy("By name", asks=named)
    a_draft(cast, room)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert words(client.get(url)).count("To be signed by:") == 1
    for n in range(9):
        a_draft(cast, room, title=f"Draft {n}", channels=["forum"], by=cast.comms)
    with django_assert_max_num_queries(len(one)):
        assert words(client.get(url)).count("To be signed by:") == 10
