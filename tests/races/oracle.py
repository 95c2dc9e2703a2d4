"""A second opinion on every publication, from rows alone.

It shares no code with the gate: it replays the room in the order of its timeline, learns from the entries who
was who, how bad things were and what became of each fact, and computes digests on its own. What it finds
would be a text that went out unsigned.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from tests.races.record import Record, Row, rows


def unsigned_publications(*, room: int | None = None, after: int = 0) -> list[str]:
    """Why each publication that should not exist should not: one sentence each, empty when all is well.

    `room` looks at one room only, `after` at publications with a greater id.
    """
    out = rows("SELECT id, incident_id FROM publishing_publication WHERE id > %s", after)
    rooms = {each["incident_id"] for each in out if room in (None, each["incident_id"])}
    return [fault for each in sorted(rooms) for fault in judged(Record(each), after)]


def judged(record: Record, after: int = 0) -> list[str]:
    return [
        f"publication {each['id']}: {fault}"
        for each in record.publications
        if each["id"] > after
        for fault in faults_of(record, each)
    ]


def faults_of(record: Record, publication: Row) -> Iterator[str]:
    at = record.place[publication["entry_id"]]
    revisions = [
        each
        for each in record.revisions
        if each["statement_id"] == publication["statement_id"] and each["at"] < at
    ]
    current = max(revisions, key=lambda each: each["number"])
    if current["id"] != publication["revision_id"]:
        yield f"revision {current['number']} was current"
        return
    if publication["channel"] not in current["channels"]:
        yield "the channel was not signed for"
    if not publication["sha256"] == current["sha256"] == digest(record, current):
        yield "the digest is not that of the text"
    if (embargo := current.get("embargo_until")) and publication["clock_at"] < embargo:
        yield "it went out before its time"
    for cited in record.cited(current["id"]):
        if record.state(cited["fact_id"], at) == "refuted":
            yield f"fact {cited['ref']} was refuted"
    if publication.get("break_glass_id"):
        yield from faults_of_glass(record, publication, at)
        return
    authors = {each["author_id"] for each in revisions}
    yield from faults_of_signatures(record, current, authors, at, publication)
    yield from faults_of_reviews(record, revisions, current, at)


def faults_of_signatures(
    record: Record, revision: Row, authors: set[int], at: int, publication: Row
) -> Iterator[str]:
    """What was asked for when it was put before the desks, and what is asked for as it goes out, was signed
    by enough people, none twice, none an author, each of them still who they were."""
    signed = [each for each in record.sign_offs if each["revision_id"] == revision["id"] and each["at"] < at]
    if len({each["person_id"] for each in signed}) < len(signed):
        yield "somebody signed twice"
    if {each["person_id"] for each in signed} & authors:
        yield "an author signed"
    slots = {each["id"]: each for each in record.slots if each["revision_id"] == revision["id"]}
    good: dict[tuple[str, tuple[int, ...]], set[int]] = {}
    for each in signed:
        if slot := slots.get(each["slot_id"]):
            faults = list(faults_of_sign_off(record, revision, slot, each, at))
            if not faults:
                good.setdefault(slot["who"], set()).add(each["person_id"])
    asked = [each for each in record.requests if each["revision_id"] == revision["id"] and each["at"] < at]
    if not asked:
        yield "nobody was asked to sign"
        return
    then, now = (
        record.demands(revision, seq, record.entries[seq - 1]["recorded_at"]) for seq in (asked[0]["at"], at)
    )
    if not now:
        yield "no policy applied"
    for demanded, when in ((then, "when it was asked for"), (now, "as it went out")):
        for who, count in demanded.items():
            if len(good.get(who, ())) < count:
                desk = who[0] or f"one of {who[1]}"
                yield f"{desk} had not signed: {count} wanted {when}, {len(good.get(who, ()))} there"


def faults_of_sign_off(record: Record, revision: Row, slot: Row, signed: Row, at: int) -> Iterator[str]:
    if signed["sha256"] != revision["sha256"]:
        yield "another text"
    for moment in (signed["at"], at):
        if not entitled(record, slot, signed["person_id"], moment):
            yield "not theirs to sign"
    cited = record.cited(revision["id"])
    if any(record.state(each["fact_id"], signed["at"]) == "refuted" for each in cited):
        yield "signed on a refuted fact"
    if signed["fact_states"] != {each["ref"]: record.state(each["fact_id"], signed["at"]) for each in cited}:
        yield "it does not say what the signer saw of the facts"
    if record.sign_offs_lapse and any(
        record.was_refuted(each["fact_id"], signed["at"], at) for each in cited
    ):
        yield "it lapsed"
    step = slot.get("step", 1)
    earlier = {
        each["id"]
        for each in record.slots
        if each["revision_id"] == revision["id"]
        and each.get("step", 1) < step
        and each["clock_at"] < signed["clock_at"]
    }
    filled = {each["slot_id"] for each in record.sign_offs if each["at"] < signed["at"]}
    if earlier - filled:
        yield "it was not their turn"


def entitled(record: Record, slot: Row, person: int, at: int) -> bool:
    role = record.role(person, at)
    if not role:
        return False
    by_name = person in (slot.get("people") or ())
    return by_name or bool(slot["role"] and slot["role"] == role) or handed_over(record, slot, person, at)


def faults_of_reviews(record: Record, revisions: list[Row], current: Row, at: int) -> Iterator[str]:
    """A request for changes to what went out that its author did not answer by signing after all; a comment on
    any revision that had to be settled first and was not, or whose accepted words are not there."""
    signed = {
        each["person_id"]: each["at"]
        for each in record.sign_offs
        if each["revision_id"] == current["id"] and each["at"] < at
    }
    own = {each["id"] for each in revisions}
    for review in record.reviews:
        if review["revision_id"] not in own or review["at"] > at:
            continue
        outcome = record.outcome(review["id"], at)
        is_open = outcome == "reopened" and signed.get(review["author_id"], 0) < review["at"]
        if is_open and review["kind"] == "changes_requested" and review["revision_id"] == current["id"]:
            yield "changes were asked for"
        if review.get("is_blocking"):
            if outcome == "reopened":
                yield "a comment had to be settled first"
            if outcome == "accepted" and review["replacement"] not in current["text"]:
                yield "words that were accepted are not in it"


def digest(record: Record, revision: Row) -> str:
    signed = {
        "text": revision["text"],
        "channels": revision["channels"],
        "language": revision["language"],
        "citations": [[each["ref"], each["wording"]] for each in record.cited(revision["id"])],
        "attachments": [[each["name"], each["sha256"]] for each in record.attached(revision["id"])],
        **further(revision),
    }
    canonical = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def further(revision: Row) -> Row:
    """What a digest covers only where it says something."""
    said = {
        name: revision.get(name)
        for name in ("legal_text", "links", "spokespeople", "embargo_until", "valid_until")
    }
    said["texts"] = [list(each) for each in sorted((revision.get("texts") or {}).items())]
    return {
        name: value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if isinstance(value, datetime)
        else value
        for name, value in said.items()
        if value
    }


def handed_over(record: Record, slot: Row, person: int, at: int) -> bool:
    """Whether `slot` was handed over to `person` before `at`."""
    return any(
        each["slot_id"] == slot["id"] and each["to_id"] == person and each["at"] < at
        for each in record.handovers
    )


def faults_of_glass(record: Record, publication: Row, at: int) -> Iterator[str]:
    """Why the glass that let `publication` out had not been broken as it must be: by two people who are here,
    for a reason, for exactly these words; the second has a say, and not both wrote them."""
    glass = record.glasses.get(publication["break_glass_id"])
    if glass is None or glass["at"] >= at:
        yield "no glass was broken"
        return
    second = record.seconds.get(glass["id"])
    if second is None or second["at"] >= at:
        yield "nobody was the second at the glass"
        return
    if glass["revision_id"] != publication["revision_id"]:
        yield "the glass was broken for another text"
    if not glass["sha256"] == second["sha256"] == publication["sha256"]:
        yield "they broke the glass for other words"
    if len(glass["reason"].strip()) < 20:
        yield "the glass was broken without a reason"
    two = {glass["opened_by_id"], second["person_id"]}
    if len(two) < 2:
        yield "one person broke the glass alone"
    authors = {
        each["author_id"]
        for each in record.revisions
        if each["statement_id"] == publication["statement_id"] and each["at"] < at
    }
    if two <= authors:
        yield "authors broke the glass among themselves"
    if not record.role(glass["opened_by_id"], glass["at"]):
        yield "a stranger opened the glass"
    if record.role(second["person_id"], second["at"]) not in ("lead", "executive", "legal"):
        yield "the second at the glass has no say"
