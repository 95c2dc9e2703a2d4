from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from approvals.actions.presses import made_by_press
from approvals.actions.sign_offs import require_seen
from approvals.models import Channel, Revision, Statement
from approvals.policy import release
from common.gates import gate
from common.verdicts import Refused, require
from incidents.actions.promises import keep_promise, make_promise
from incidents.models import Promise, TimelineEntry
from incidents.policy import happened
from incidents.timeline import record
from publishing import policy
from publishing.entries import StatementPublished
from publishing.models import Publication
from publishing.models.gate import REFUSALS


@transaction.atomic
def publish(
    revision: Revision,
    *,
    channel: str,
    url: str,
    seen_sha: str,
    published_at: datetime | None = None,
    next_update_at: datetime | None = None,
    note: str = "",
    by: User,
    key: UUID | None = None,
) -> Publication:
    """Write down that `by` has sent the signed words to `channel`, where `url` shows them.

    Speaking keeps the public promises made before; `next_update_at` makes the next one. `published_at`
    defaults to the room's clock. Raises Stale when the text on the screen is no longer the current one;
    Refused when it was not signed for this, or is out there already.
    """
    statement = Statement.objects.hold(revision.statement)
    when: dict[str, Any] = {"published_at": published_at} if published_at else {}
    if earlier := made_by_press(
        Publication,
        by=by,
        key=key,
        revision_id=revision.pk,
        channel=channel,
        url=url,
        note=note,
        sha256=seen_sha,
        **when,
    ):
        return earlier
    revision = Revision.objects.under(statement, revision)
    require_seen(revision, seen_sha)
    require(policy.publish(by, revision, channel=known_channel(channel), at=published_at))
    require(happened(statement.incident, published_at))
    glass = None if release(revision) else policy.glass_of(revision)
    if next_update_at is not None and next_update_at <= statement.incident.now():
        raise Refused(_("The next update has to lie ahead."))
    entry = record(
        statement.incident,
        _said(revision, channel, url, note, under_glass=glass is not None),
        by=by,
        occurred_at=published_at,
        strands=statement.strands,
        key=key,
    )
    with gate(REFUSALS):
        publication = Publication.objects.create(
            incident=statement.incident,
            statement=statement,
            revision_id=revision.pk,
            entry=entry,
            channel=channel,
            url=url,
            sha256=seen_sha,
            published_by=by,
            published_at=entry.occurred_at,
            clock_at=entry.clock_at,
            note=note,
            break_glass=glass,
        )
    _keep_public_promises(publication, by=by)
    if next_update_at is not None:
        _promise_next(publication.entry, next_update_at)
    return publication


def known_channel(channel: str) -> Channel:
    """The channel of that name. Raises Refused."""
    if channel not in Channel.values:
        raise Refused(_("There is no channel called %(channel)s.") % {"channel": channel})
    return Channel(channel)


def _desks(revision: Revision) -> list[str]:
    """Where those who signed sat when they did, also who was asked by name."""
    signed = [(slot.role, slot.signed) for slot in revision.slots if slot.signed]
    return list(dict.fromkeys(role or each.entry.payload["role"] for role, each in signed))


def _said(revision: Revision, channel: str, url: str, note: str, *, under_glass: bool) -> StatementPublished:
    statement = revision.statement
    return StatementPublished(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        words=len(revision.text_for(channel).split()),
        channel=channel,
        language=revision.language,
        text=revision.text_for(channel),
        url=url,
        note=note,
        roles=_desks(revision),
        glass=under_glass,
    )


def _keep_public_promises(publication: Publication, *, by: User) -> None:
    """We said we would speak again, and have. The same statement on its second channel keeps nothing: the
    promise it made on the first is still ahead."""
    promises = Promise.objects.visible_to(by).open().filter(incident=publication.incident, is_public=True)
    for promise in promises.exclude(entry__publication__statement=publication.statement):
        keep_promise(promise, by=by)


def _promise_next(entry: TimelineEntry, due_at: datetime) -> None:
    statement = entry.publication.statement
    promises = Promise.objects.open().filter(is_public=True, due_at=due_at)
    if not promises.filter(entry__publication__statement=statement).exists():
        make_promise(entry, due_at=due_at, is_public=True)
