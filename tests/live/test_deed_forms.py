"""What keeps a page from storing privileged words: the form under an entry says in which stream it stands."""

import pytest

from incidents.actions.notes import post_note
from incidents.models import Incident, Stream
from tests.approvals.views.browse import HTMX, as_, html
from tests.cast import Cast


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["under the entry", "on its own page"])
@pytest.mark.parametrize("stream", ["privileged", "working"])
def test_a_deed_says_the_stream_of_its_entry(
    cast: Cast, room: Incident, headers: dict[str, str], stream: str
) -> None:
    note = post_note(room, text="Between us.", by=cast.counsel, stream=Stream(stream))
    page = html(as_(cast.counsel).get(f"/rooms/{room.pk}/entries/{note.ref}/strike/", headers=headers))
    [form] = [part for part in page.split("<form ")[1:] if part.startswith('class="form deed"')]
    assert f'data-stream="{stream}"' in form.partition(">")[0]
