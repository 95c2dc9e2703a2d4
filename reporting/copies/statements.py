"""What was to be said: every revision, who signed it, and what was said about it. For readers of the work."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch

from approvals.models import Resolution, Review, Revision, Slot, Statement
from common.prefetched import rows_of
from incidents.models import Incident, Stream
from reporting.copies.tables import as_lines

PAGE = 20  # statements; a step of the making


def statements(incident: Incident, streams: frozenset[Stream], first: int, last: int) -> bytes:
    """Those from number `first` to before `last`, counted from 0 in the order in which they were drafted, with what
    was said about them in `streams`."""
    reviews = Review.everything.filter(stream__in=streams).told()
    revisions = Revision.objects.told().prefetch_related(
        "enclosures", Prefetch("reviews", reviews, "readable_reviews")
    )
    rows = (
        Statement.objects.filter(incident=incident)
        .select_related("created_by")
        .prefetch_related(Prefetch("revisions", revisions.order_by("number")))
        .order_by("pk")[first:last]
    )
    names = {each.person_id: str(each.person) for each in incident.participants.select_related("person")}
    return as_lines(_statement(each, names) for each in rows)


def _statement(statement: Statement, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "statement": statement.pk,
        "title": statement.title,
        "kind": statement.kind,
        "strands": statement.strands,
        "corrects": statement.corrects_id,
        "drafted_by": str(statement.created_by),
        "drafted_at": statement.created_at,
        "revisions": [_revision(each, names) for each in statement.revisions.all()],
    }


def _revision(revision: Revision, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "number": revision.number,
        "sha256": revision.sha256,
        "text": revision.text,
        "language": revision.language,
        "channels": revision.channels,
        "own_words": revision.texts,
        "legal_text": revision.legal_text,
        "embargo_until": revision.embargo_until,
        "valid_until": revision.valid_until,
        "spokespeople": [names.get(pk, str(pk)) for pk in revision.spokespeople],
        "author": str(revision.author),
        "note": revision.note,
        "saved_at": revision.clock_at,
        "facts": [{"ref": cited.fact.ref, "wording": cited.wording} for cited in revision.cites],
        "files": [
            {"name": each.attachment.name, "sha256": each.attachment.sha256}
            for each in revision.enclosures.all()
        ],
        "sign_off_asked_at": revision.asked.clock_at if revision.asked else None,
        "slots": [_slot(slot, names) for slot in revision.slots],
        "reviews": [_review(review) for review in _readable(revision)],
    }


def _slot(slot: Slot, names: Mapping[int, str]) -> dict[str, Any]:
    signed = getattr(slot, "sign_off", None)
    return {
        "desk": slot.role or None,
        "people": [names.get(pk, str(pk)) for pk in slot.people],
        "step": slot.step,
        "signed_by": str(signed.person) if signed else None,
        "signed_at": signed.clock_at if signed else None,
        "signed_sha256": signed.sha256 if signed else None,
        "fact_states": signed.fact_states if signed else None,
        "lapsed": signed.has_lapsed if signed else False,
    }


def _readable(revision: Revision) -> Sequence[Review]:
    return revision.readable_reviews  # type: ignore[attr-defined]


def _review(review: Review) -> dict[str, Any]:
    return {
        "stream": review.stream,
        "kind": review.kind,
        "by": str(review.author),
        "at": review.clock_at,
        "text": review.text,
        "passage": review.quote or None,
        "suggested": review.replacement,
        "blocking": review.is_blocking,
        "settled": [_resolution(each) for each in rows_of(review, "resolutions")],
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    return {"outcome": resolution.outcome, "by": str(resolution.by), "at": resolution.clock_at}
