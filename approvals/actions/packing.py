"""From what was typed to what can be signed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from approvals.models import (
    LONGEST,
    Attachment,
    Channel,
    Citation,
    Enclosure,
    Package,
    Revision,
    Statement,
    StatementKind,
    too_long,
)
from approvals.passages import known_links
from common.text import clean_text
from common.verdicts import Refused
from incidents.models import Fact, FactState, Incident, Stream, TimelineEntry


class Extras(TypedDict, total=False):
    """What a revision may say beside its words. `spokespeople` are ids of people."""

    texts: Mapping[str, str]
    legal_text: str
    links: Iterable[Sequence[int]]
    embargo_until: datetime | None
    valid_until: datetime | None
    spokespeople: Iterable[int]
    attachments: Sequence[Attachment]


def extras_of(revision: Revision) -> Extras:
    """All that `revision` says beside its words, to be said again by the next."""
    return Extras(
        texts=revision.texts,
        legal_text=revision.legal_text,
        links=revision.links,
        embargo_until=revision.embargo_until,
        valid_until=revision.valid_until,
        spokespeople=revision.spokespeople,
        attachments=[each.attachment for each in revision.enclosures.all()],
    )


def pack(
    incident: Incident,
    kind: str,
    *,
    text: str,
    channels: Iterable[str],
    language: str,
    citations: Sequence[Fact],
    **extras: Unpack[Extras],
) -> tuple[Package, list[Fact]]:
    """What the words amount to, and the cited facts as they stand. Call it under the room's lock.

    Raises Refused for words that hold something unseen, that a chosen channel cannot take, or that rest on a
    fact which may not be cited; for files of another room; and for what only a line to take can say.
    """
    facts = [_citable(incident, fact) for fact in dict.fromkeys(citations)]
    package = wrap(text=text, channels=channels, language=language, citations=facts, **extras)
    own = dict(package.texts)
    for channel in package.channels:
        if sentence := too_long(channel, own.get(channel, package.text)):
            raise Refused(sentence)
    if any(each.incident_id != incident.pk for each in extras.get("attachments", ())):
        raise Refused(_("That file belongs to another room."))
    if kind != StatementKind.LINE and (package.valid_until or package.spokespeople):
        raise Refused(_("Only a line to take has people who may say it, and a time until which it holds."))
    here = set(incident.participants.active().values_list("person_id", flat=True))
    if not here.issuperset(package.spokespeople):
        raise Refused(_("Someone who may say this has left the room. Choose again who may."))
    return package, facts


def wrap(
    *,
    text: str,
    channels: Iterable[str],
    language: str,
    citations: Sequence[Fact],
    **extras: Unpack[Extras],
) -> Package:
    """What the words amount to, whether or not they may be said. Raises Refused as `pack` does for the words
    and the names of channels themselves."""
    text, channels = _clean(text), _known(channels)
    legal_text = _clean_or_none(extras.get("legal_text", ""))
    own = {channel: _clean_or_none(words) for channel, words in extras.get("texts", {}).items()}
    links = ((here, there) for here, there in extras.get("links", ()))
    return Package(
        text=text,
        channels=channels,
        language=language,
        citations=tuple((fact.ref, fact.text) for fact in dict.fromkeys(citations)),
        attachments=tuple((each.name, each.sha256) for each in dict.fromkeys(extras.get("attachments", ()))),
        # Only what differs, and where it goes: the same words twice are one text.
        texts=tuple((each, own[each]) for each in channels if own.get(each) and own[each] != text),
        legal_text=legal_text,
        links=known_links(links, text, legal_text),
        embargo_until=_to_the_minute(extras.get("embargo_until")),
        valid_until=_to_the_minute(extras.get("valid_until")),
        spokespeople=tuple(sorted(set(extras.get("spokespeople", ())))),
    )


def lay_down(
    statement: Statement,
    number: int,
    package: Package,
    facts: Sequence[Fact],
    *,
    entry: TimelineEntry,
    note: str = "",
    attachments: Sequence[Attachment] = (),
    by: User,
) -> Revision:
    """Write the revision that `entry` tells of, what it cites and what it encloses: the files of `package`."""
    revision = Revision.objects.create(
        statement=statement,
        number=number,
        entry=entry,
        text=package.text,
        channels=list(package.channels),
        language=package.language,
        texts=dict(package.texts),
        legal_text=package.legal_text,
        links=[list(link) for link in package.links],
        embargo_until=package.embargo_until,
        valid_until=package.valid_until,
        spokespeople=list(package.spokespeople),
        sha256=package.sha256,
        author=by,
        note=note,
        created_at=entry.recorded_at,
        clock_at=entry.clock_at,
    )
    for position, fact in enumerate(facts, start=1):
        Citation.objects.create(revision=revision, fact=fact, position=position, wording=fact.text)
    for position, attachment in enumerate(dict.fromkeys(attachments), start=1):
        Enclosure.objects.create(revision=revision, attachment=attachment, position=position)
    return revision


def _clean(text: str) -> str:
    try:
        return clean_text(text, limit=LONGEST)
    except ValidationError as error:
        raise Refused(error.message) from error


def _to_the_minute(moment: datetime | None) -> datetime | None:
    """As people write down a time, so that an editor shows all there is of it."""
    return moment.replace(second=0, microsecond=0) if moment else None


def _clean_or_none(text: str) -> str:
    return _clean(text) if text.strip() else ""


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
