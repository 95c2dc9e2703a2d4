from typing import Any

import pytest
from django.core.exceptions import ValidationError

from reporting.reported import Reported


def test_only_what_was_reported_is_kept() -> None:
    given = {"messages": 138, "reach": None, "note": ""}
    assert Reported.read(given).to_payload() == {"messages": 138}
    assert Reported.read(None) == Reported()


@pytest.mark.parametrize(
    "given",
    [
        {"messages": -1},
        {"reach": "many"},
        {"messages": True},
        {"work_hours": 1.5},
        {"tweets": 3},
        {"note": "a\u202eb"},
    ],
)
def test_what_cannot_be_reported_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Reported.read(given)
