"""What could go out and has not."""

from approvals.models import Statement
from incidents.actions.participants import remove_participant
from incidents.models import Incident
from publishing.actions.publications import publish
from publishing.unsent import unsent_among
from tests.approvals.proofs import a_draft, a_signed_revision, an_asked_revision
from tests.cast import Cast
from tests.publishing.glasses import broken
from workspace.pending import pending_in


def unsent(room: Incident) -> dict[str, list[str]]:
    told = Statement.objects.filter(incident=room).told()
    return {str(each.statement): sorted(each.channels) for each in unsent_among(told)}


def test_signed_words_wait_until_they_are_out_everywhere(cast: Cast, room: Incident) -> None:
    a_draft(cast, room, title="Draft")
    an_asked_revision(cast, room, title="Asked")
    revision = a_signed_revision(cast, room, title="Signed")
    assert unsent(room) == {"Signed": ["forum", "x"]}
    publish(revision, channel="x", url="https://x.example/", seen_sha=revision.sha256, by=cast.lead)
    assert unsent(room) == {"Signed": ["forum"]}
    publish(revision, channel="forum", url="https://f.example/", seen_sha=revision.sha256, by=cast.lead)
    assert unsent(room) == {}


def test_they_wait_since_the_last_signature_or_since_the_glass_was_broken(cast: Cast, room: Incident) -> None:
    revision = a_signed_revision(cast, room, title="Signed")
    glass = broken(cast, an_asked_revision(cast, room, title="Under glass"))
    since = {str(each.statement): each.since for each in unsent_among(Statement.objects.told())}
    assert since["Signed"] == max(slot.signed.clock_at for slot in revision.slots)
    assert since["Under glass"] == glass.seconded.clock_at


def test_a_glass_that_no_longer_holds_leaves_nothing_to_send(cast: Cast, room: Incident) -> None:
    revision = an_asked_revision(cast, room, title="Under glass")
    glass = broken(cast, revision)
    publish(revision, channel="x", url="https://x.example/", seen_sha=revision.sha256, by=cast.lead)
    assert unsent(room) == {"Under glass": ["forum"]}
    assert "Under glass to go out" in [each.words for each in pending_in(room)]
    place = room.participant(glass.seconded.person)
    assert place
    remove_participant(place, by=cast.lead)
    assert unsent(room) == {}
    room = Incident.objects.get(pk=room.pk)
    assert "Under glass to go out" not in [each.words for each in pending_in(room)]
