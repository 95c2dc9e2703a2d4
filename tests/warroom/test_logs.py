import json
import logging
import logging.config
import sys
from io import StringIO

import pytest
import structlog

from warroom.logs import HIDDEN, configure_logs, hide


@pytest.fixture
def production_log(monkeypatch):
    """What production would print, as a function that returns the lines so far."""
    out = StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    before = structlog.get_config()
    logging.config.dictConfig(configure_logs(debug=False, level="INFO"))
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    structlog.configure(**before)
    logging.config.dictConfig(configure_logs(debug=True, level="INFO"))


def test_a_line_is_one_json_object_with_the_essentials(production_log):
    structlog.get_logger("incidents").info("room_opened", room=12, person=3)
    (line,) = production_log()
    assert line["event"] == "room_opened"
    assert (line["room"], line["level"], line["logger"]) == (12, "info", "incidents")
    assert line["timestamp"].endswith("Z")


def test_records_of_the_standard_library_take_the_same_road(production_log):
    logging.getLogger("somebody.elses").warning("cannot reach %s", "redis://:hunter2@valkey/0")
    assert production_log()[0]["event"] == f"cannot reach redis://:{HIDDEN}@valkey/0"


@pytest.mark.parametrize(
    "key",
    ["password", "csrf_token", "sessionid", "Authorization", "text", "draft_text", "payload", "q", "reason"],
)
def test_these_values_are_never_shown(production_log, key):
    structlog.get_logger("x").info("saved", **{key: "the batteries caught fire"})
    assert production_log()[0][key] == HIDDEN


def test_secrets_inside_other_values_are_found(production_log):
    structlog.get_logger("x").info("got", headers={"Cookie": "a=b", "Accept": "*/*"}, items=[{"token": "t"}])
    (line,) = production_log()
    assert line["headers"] == {"Cookie": HIDDEN, "Accept": "*/*"}
    assert line["items"] == [{"token": HIDDEN}]


def test_a_traceback_shows_no_row_and_no_local_variable(production_log):
    row, typed = "(7, the batteries caught fire)", "counsel thinks we are liable"
    message = f"new row violates a check\nDETAIL: Failing row contains {row}."
    try:
        raise ValueError(message)
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: /rooms/1/")
    text = json.dumps(production_log())
    assert "ValueError" in text
    assert "batteries" not in text
    assert typed not in text


def test_what_somebody_searched_for_is_not_logged(production_log):
    structlog.get_logger("x").info("request_finished", request="GET /rooms/1/timeline/?q=layoffs", code=200)
    assert production_log()[0]["request"] == "GET /rooms/1/timeline/"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("postgresql://warroom:pw@/db?host=/x", f"postgresql://warroom:{HIDDEN}@/db?host=/x"),
        ("Authorization: Bearer abcdefgh12345678", f"Authorization: Bearer {HIDDEN}"),
        ("?access_token=abc&page=2", f"?access_token={HIDDEN}&page=2"),
        ("12 tokens were counted", "12 tokens were counted"),
    ],
)
def test_hide(said, shown):
    assert hide(said) == shown


def test_a_page_is_one_line_and_a_probe_is_none(client, db, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/sign-in/?next=/rooms/1/")
        client.get("/healthz")
    lines = [str(record.msg) for record in caplog.records if "request_" in str(record.msg)]
    assert len(lines) == 1
    assert "next" not in lines[0]
