import pytest

from approvals.holding import holding_for
from approvals.models import limit_for
from approvals.models.channel import length_of
from incidents.models import Kind


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_words_that_fit_every_channel_and_promise_the_next(kind: Kind) -> None:
    holding = holding_for(kind)
    assert list(holding.channels) == sorted(holding.channels)
    assert "We will say more here" in holding.text
    assert "not" in holding.text
    assert not set("[]{}<>…") & set(holding.text)
    for channel in holding.channels:
        assert length_of(channel, holding.text) <= (limit_for(channel) or 1000)
    assert holding.language == "en"
