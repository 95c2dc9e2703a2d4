import pytest

from incidents import consequences
from incidents.actions.facts import post_fact
from incidents.actions.notes import post_note
from incidents.models import Incident, TimelineEntry
from tests.cast import Cast


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consequences, "_consequences", consequences.defaultdict(list))


def test_it_happens_with_the_entry_and_only_for_its_type(cast: Cast, room: Incident) -> None:
    seen: list[TimelineEntry] = []
    consequences.follows("note.posted")(seen.append)
    post_fact(room, text="He called.", by=cast.support)
    note = post_note(room, text="Tea.", by=cast.support)
    assert seen == [note]
    assert seen[0].n == note.n


def test_what_it_raises_undoes_the_deed(cast: Cast, room: Incident) -> None:
    @consequences.follows("note.posted")
    def stumble(_entry: TimelineEntry) -> None:
        raise RuntimeError("stumbled")

    with pytest.raises(RuntimeError, match="stumbled"):
        post_note(room, text="Tea.", by=cast.support)
    assert not TimelineEntry.objects.filter(type="note.posted").exists()
