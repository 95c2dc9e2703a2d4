"""A pack that cannot be played says what is wrong, on its line, and everything at once."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from exercises.pack import Ref
from exercises.problems import PackError
from exercises.reading import read_pack
from tests.exercises.packs import SMALL, STEPS_SO_FAR, small_pack, written


def problems(folder: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(PackError) as caught:
        read_pack(written(folder, text))
    assert all(each.file.endswith("small.yaml") for each in caught.value.problems)
    return [(each.line, each.text) for each in caught.value.problems]


def the_problem(folder: Path, step: str) -> tuple[int, str]:
    """The one thing wrong with `step`, after the small pack's own; its line counted from the step's first."""
    ((line, text),) = problems(folder, SMALL + after(step))
    return line - STEPS_SO_FAR, text


def after(step: str) -> str:
    """A step of the list: written out over lines, or as what stands between { }, by 05:40 unless it says."""
    if step.startswith("  - "):
        return step
    return f"  - {{{step}}}\n" if step.startswith("at:") else f"  - {{at: 2008-12-10 05:40, {step}}}\n"


def test_it_reads_a_pack_that_is_right(tmp_path: Path) -> None:
    pack = small_pack(tmp_path, after("by: comms, do: confirm_fact, with: {fact: letter}, source: placed"))

    opening, fact, confirmation = pack.steps
    assert pack.slug == "small"
    assert opening.at == datetime.fromisoformat("2008-12-10 05:30:00-05:00")
    assert fact.at - opening.at == timedelta(minutes=1)
    assert confirmation.fields == {"fact": Ref("letter")}
    assert {step.wording for step in pack.steps} == {"reconstructed"}
    assert pack.lead.login == "lead"


def test_an_offset_of_its_own_wins_over_the_packs_zone(tmp_path: Path) -> None:
    pack = small_pack(
        tmp_path,
        '  - {at: "2008-12-10 11:00+00:00", by: lead, do: post_note, with: {text: Noon}, source: placed}\n',
    )
    assert pack.steps[-1].at == datetime.fromisoformat("2008-12-10 06:00:00-05:00")


@pytest.mark.parametrize(
    ("step", "line", "text"),
    [
        (
            "by: lead, do: post_fcat, with: {text: A}, source: opening",
            1,
            '"do": there is no deed "post_fcat"; did you mean "post_fact"?',
        ),
        (
            "by: boss, do: post_note, with: {text: A}, source: opening",
            1,
            '"by": there is no "boss"; known here: comms, lead',
        ),
        (
            "  - at: 2008-12-10 05:40\n    by: lead\n    do: post_note\n    source: opening\n"
            "    with:\n      text: A\n      txt: A\n",
            7,
            'post_note has no key "txt"; did you mean "text"?',
        ),
        (
            "  - at: 2008-12-10 05:40\n    by: lead\n    doing: 1\n    do: post_note\n"
            "    with: {text: A}\n    source: opening\n",
            3,
            'a step has no key "doing"',
        ),
        (
            "by: lead, do: post_note, with: {text: A}",
            1,
            'a step needs "source"',
        ),
        (
            "  - at: 2008-12-10 05:40\n    by: lead\n    source: opening\n"
            "    do: post_signal\n    with: {text: A}\n",
            5,
            'post_signal needs "source"',
        ),
        (
            "by: lead, do: post_note, source: opening",
            1,
            'post_note needs "text"',
        ),
        (
            "by: lead, do: confirm_fact, with: {fact: goods}, source: opening",
            1,
            '"fact": no earlier step named a fact "goods"; known here: letter',
        ),
        (
            "by: lead, do: confirm_fact, with: {fact: holding}, source: opening",
            1,
            '"fact": "holding" is a statement, not a fact; known here: letter',
        ),
        (
            "at: 2008-12-10 05:29, by: lead, do: post_note, with: {text: A}, source: opening",
            1,
            '"at": time goes backwards, the story has reached 2008-12-10 05:31',
        ),
        (
            "at: half past five, by: lead, do: post_note, with: {text: A}, source: opening",
            1,
            '"at": "half past five" is not a date with a time; write it as "2008-12-09 18:10"',
        ),
        (
            "at: 2008-12-32 05:40, by: lead, do: post_note, with: {text: A}, source: opening",
            1,
            '"at": "2008-12-32 05:40" is not a time',
        ),
        (
            "happened: 2008-12-10 05:41, by: lead, do: post_note, with: {text: A}, source: opening",
            1,
            '"happened": later than "at"',
        ),
        (
            "by: lead, do: post_note, with: {text: A}, source: hearsay",
            1,
            '"source": there is no "hearsay"; known here: opening, placed',
        ),
        (
            "by: lead, do: post_note, with: {text: A}, source: opening, wording: invented",
            1,
            '"wording": there is no "invented"',
        ),
        (
            "by: lead, do: post_note, strands: [url], with: {text: A}, source: opening",
            1,
            '"strands": no earlier step has created the strand "url"',
        ),
        (
            "by: lead, do: create_strand, with: {strand: goods}, source: opening",
            1,
            '"strand": the pack has no strand "goods"; known here: url',
        ),
        (
            "by: lead, do: confirm_fact, stream: working, with: {fact: letter}, source: opening",
            1,
            '"stream": confirm_fact does not take it',
        ),
        (
            "by: lead, do: post_note, stream: secret, with: {text: A}, source: opening",
            1,
            '"stream": cannot be "secret"; known here: briefing, privileged, working',
        ),
        (
            "by: lead, do: post_fact, as: letter, with: {text: A}, source: opening",
            1,
            '"as": an earlier step is called "letter" already',
        ),
        (
            "by: lead, do: confirm_fact, as: done, with: {fact: letter}, source: opening",
            1,
            '"as": confirm_fact makes nothing that a later step could name',
        ),
        (
            "by: lead, do: post_note, with: {text: 5}, source: opening",
            1,
            '"text": must be text, not 5',
        ),
        (
            "by: lead, do: post_note, with: {text: ''}, source: opening",
            1,
            '"text": must not be empty',
        ),
        (
            "by: lead, do: post_note, with: [text], source: opening",
            1,
            '"with": must be a mapping',
        ),
        (
            "by: lead, do: open_room, source: opening",
            1,
            '"do": the room is already open',
        ),
        (
            "by: lead, at: 2008-12-10 05:41, do: post_note, with: {text: A}, source: opening",
            1,
            f'"at" is here twice; first on line {STEPS_SO_FAR + 1}',
        ),
        ("  - halfway: soon\n", 1, '"halfway": "soon" is not a date with a time'),
    ],
)
def test_it_says_what_is_wrong_and_where(tmp_path: Path, step: str, line: int, text: str) -> None:
    found_line, found_text = the_problem(tmp_path, step)
    assert found_line == line
    assert found_text.startswith(text)


def test_it_says_everything_at_once_in_the_files_order(tmp_path: Path) -> None:
    wrong = (
        after("by: boss, do: post_note, with: {text: A}, source: opening")
        + "  - {at: never, by: lead, do: post_note, with: {txt: A}, source: opening}\n"
        "  - step\n"
    )
    found = problems(tmp_path, SMALL.replace("severity: 2", "severity: 9") + wrong)
    assert [line for line, _text in found] == [
        4,
        16,
        STEPS_SO_FAR + 1,
        STEPS_SO_FAR + 2,
        STEPS_SO_FAR + 2,
        STEPS_SO_FAR + 2,
    ]
    assert 'severity": cannot be 9; known here: 1, 2, 3, 4' in found[0][1]


def test_an_unknown_deed_is_not_complained_about_again_by_those_who_name_it(tmp_path: Path) -> None:
    steps = after("by: lead, do: post_fcat, as: goods, with: {text: A}, source: opening") + after(
        "by: lead, do: confirm_fact, with: {fact: goods}, source: opening"
    )
    ((line, _text),) = problems(tmp_path, SMALL + steps)
    assert line == STEPS_SO_FAR + 1


@pytest.mark.parametrize(
    ("right", "wrong", "line", "text"),
    [
        ("time_zone: America/New_York", "time_zone: New York", 5, '"time_zone": there is no "New York"'),
        ("role: comms", "role: boss", 9, '"role": cannot be "boss"'),
        ("owner: lead", "owner: boss", 11, '"owner": there is no "boss"'),
        ("placed: Placed by us.", "opening: Placed by us.", 15, '"opening" is a line of the record already'),
        ("title: Letter to a fan site\n", "", 1, 'a pack needs "title"'),
        (
            "kind: legal_threat",
            "kind: legal_treat",
            3,
            '"kind": cannot be "legal_treat"; did you mean "legal_threat"?',
        ),
        ("by: lead, do: open_room", "by: comms, do: open_room", 17, '"by": who opens a room leads it'),
        ("wording: reconstructed", "wording: invented", 6, '"wording": there is no "invented"'),
    ],
)
def test_it_reads_the_head_as_closely(tmp_path: Path, right: str, wrong: str, line: int, text: str) -> None:
    assert right in SMALL
    found = problems(tmp_path, SMALL.replace(right, wrong))
    assert found[0][0] == line
    assert found[0][1].startswith(text)


def test_the_first_step_opens_the_room(tmp_path: Path) -> None:
    opening = "  - {at: 2008-12-10 05:30, by: lead, do: open_room, as: holding, source: opening}\n"
    ((line, text),) = problems(tmp_path, SMALL.replace(opening, ""))
    assert (line, text) == (19, '"do": the first step must be open_room')


def test_every_step_needs_a_wording_when_the_pack_has_none(tmp_path: Path) -> None:
    found = problems(tmp_path, SMALL.replace("wording: reconstructed\n", ""))
    assert [line for line, _text in found] == [16, 17]


@pytest.mark.parametrize(
    ("text", "line"),
    [("title: [\n", 2), ("a: b: c\n", 1), ("- a list\n", 1), ("", 1), ("title: !!python/none x\n", 1)],
)
def test_what_is_not_a_mapping_of_yaml_is_refused_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    ((found, _text),) = problems(tmp_path, text)
    assert found == line


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (
            "by: lead, do: post_note, with: {text: 'a\u202eb'}, source: opening",
            '"text": This holds an invisible',
        ),
        ('by: lead, do: post_note, with: {text: "a\\0b"}, source: opening', '"text": This holds a control'),
        (
            "by: lead, do: post_signal, with: {text: A, source: B, url: 'javascript:alert(1)'}, source: opening",
            '"url": Paste a link that begins with https://',
        ),
        (
            "by: lead, do: post_signal, with: {text: A, source: B, volume: -3}, source: opening",
            '"volume": must be a number from 0 to',
        ),
        (
            f"by: lead, do: post_note, with: {{text: {'A' * 20_001}}}, source: opening",
            '"text": This is 1 character too long',
        ),
    ],
)
def test_a_pack_may_say_no_more_than_the_rooms_own_forms(tmp_path: Path, step: str, text: str) -> None:
    _line, found = the_problem(tmp_path, step)
    assert found.startswith(text)


def test_aliases_are_not_followed(tmp_path: Path) -> None:
    """Nine lines of them stand for a thousand million words."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    ((line, text),) = problems(tmp_path, bomb)
    assert (line, "aliases (*name) are not read" in text) == (2, True)


@pytest.mark.parametrize("text", ["[" * 20_000, "title: " + "9" * 5_000, '"a\\0": 1\n', "? {a: b}\n: c\n"])
def test_what_is_beyond_all_measure_is_a_problem_and_no_crash(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_it_stops_at_more_than_anybody_would_mend_in_one_go(tmp_path: Path) -> None:
    wrong = after("by: boss, do: post_note, with: {text: A}, source: opening")
    assert len(problems(tmp_path, SMALL + wrong * 1_500)) == 100
    too_many = after("by: lead, do: post_note, with: {text: A}, source: opening") * 2_000
    ((_line, text),) = problems(tmp_path, SMALL + too_many)
    assert text == "a pack has at most 2000 steps, not 2002"


def test_what_it_quotes_is_cut(tmp_path: Path) -> None:
    ((_line, text),) = problems(tmp_path, SMALL.replace("severity: 2", f"severity: {'2' * 4_000}x"))
    assert len(text) < 400
