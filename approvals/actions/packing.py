"""From what was typed to what can be signed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models import LONGEST, Channel, Citation, Package, Revision, Statement, too_long
from common.text import clean_text
from common.verdicts import Refused
from incidents.models import Fact, FactState, Incident, Stream, TimelineEntry


def pack(
    incident: Incident, *, text: str, channels: Iterable[str], language: str, citations: Sequence[Fact]
) -> tuple[Package, list[Fact]]:
    """What the words amount to, and the cited facts as they stand. Call it under the room's lock.

    Raises Refused for words that hold something unseen, that a chosen channel cannot take, or that rest on a
    fact which may not be cited.
    """
    facts = [_citable(incident, fact) for fact in dict.fromkeys(citations)]
    package = wrap(text=text, channels=channels, language=language, citations=facts)
    for channel in package.channels:
        if sentence := too_long(channel, package.text):
            raise Refused(sentence)
    return package, facts


def wrap(*, text: str, channels: Iterable[str], language: str, citations: Sequence[Fact]) -> Package:
    """What the words amount to, whether or not they may be said. Raises Refused as `pack` does for the words
    and the names of channels themselves."""
    return Package(
        text=_clean(text),
        channels=_known(channels),
        language=language,
        citations=tuple((fact.ref, fact.text) for fact in dict.fromkeys(citations)),
    )


def lay_down(
    statement: Statement,
    number: int,
    package: Package,
    facts: Sequence[Fact],
    *,
    entry: TimelineEntry,
    note: str = "",
    valid_until: datetime | None = None,
    spokespeople: Iterable[int] = (),
    by: User,
) -> Revision:
    """Write the revision that `entry` tells of, and what it cites."""
    revision = Revision.objects.create(
        statement=statement,
        number=number,
        entry=entry,
        text=package.text,
        channels=list(package.channels),
        language=package.language,
        sha256=package.sha256,
        author=by,
        note=note,
        valid_until=valid_until,
        spokespeople=sorted(set(spokespeople)),
        created_at=entry.recorded_at,
        clock_at=entry.clock_at,
    )
    for position, fact in enumerate(facts, start=1):
        Citation.objects.create(revision=revision, fact=fact, position=position, wording=fact.text)
    return revision


def _clean(text: str) -> str:
    try:
        return clean_text(text, limit=LONGEST)
    except ValidationError as error:
        raise Refused(error.message) from error


def _known(channels: Iterable[str]) -> tuple[str, ...]:
    chosen = sorted({str(channel) for channel in channels})
    if unknown := [each for each in chosen if each not in Channel.values]:
        raise Refused(_("There is no channel called %(channel)s.") % {"channel": unknown[0]})
    return tuple(chosen)


def _citable(incident: Incident, fact: Fact) -> Fact:
    """`fact` as it stands now. A privileged one is said not to be here, as for anything hidden."""
    now = (
        Fact.objects.select_related("entry")
        .filter(pk=fact.pk, incident=incident)
        .exclude(entry__stream=Stream.PRIVILEGED)
        .first()
    )
    if now is None:
        raise Refused(_("Only a fact of this room's open streams can be cited."))
    if now.state == FactState.REFUTED:
        raise Refused(_("%(ref)s has been refuted. Take it out of what this cites.") % {"ref": now.ref})
    return now
