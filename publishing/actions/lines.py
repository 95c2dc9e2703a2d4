from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from approvals.actions.presses import made_by_press
from approvals.actions.sign_offs import require_seen
from approvals.models import LONGEST, Revision, Statement
from common.gates import gate
from common.text import clean_text
from common.verdicts import Refused, require
from incidents.timeline import record
from publishing import policy
from publishing.actions.publications import known_channel
from publishing.entries import LineUsed
from publishing.models import LineUse
from publishing.models.line_gate import REFUSALS


@transaction.atomic
def use_line(
    revision: Revision,
    *,
    channel: str,
    url: str,
    said: str,
    seen_sha: str,
    by: User,
    key: UUID | None = None,
) -> LineUse:
    """Write down that `by` has said a line that was signed beforehand: on `channel`, where `url` shows it, in
    exactly what they `said`, which holds the line word for word.

    Raises Stale when the line on the screen is no longer the current one; Refused when it was not given to
    `by`, is not signed by everyone it needs today, rests on a refuted fact, or is valid no more.
    """
    statement = Statement.objects.hold(revision.statement)
    said = _clean(said)
    if earlier := made_by_press(
        LineUse,
        by=by,
        key=key,
        revision_id=revision.pk,
        sha256=seen_sha,
        channel=channel,
        url=url,
        said=said,
    ):
        return earlier
    revision = Revision.objects.under(statement, revision)
    require_seen(revision, seen_sha)
    require(policy.use_line(by, revision, channel=known_channel(channel)))
    if revision.text_for(channel) not in said:
        raise Refused(REFUSALS["WR088"])
    told = LineUsed(
        statement=statement.pk,
        title=statement.title,
        kind=statement.kind,
        number=revision.number,
        sha=revision.fingerprint,
        channel=channel,
        language=revision.language,
        text=said,
        url=url,
    )
    entry = record(statement.incident, told, by=by, strands=statement.strands, key=key)
    with gate(REFUSALS):
        return LineUse.objects.create(
            revision_id=revision.pk,
            entry=entry,
            sha256=seen_sha,
            person=by,
            channel=channel,
            url=url,
            said=said,
            clock_at=entry.clock_at,
        )


def _clean(said: str) -> str:
    try:
        return clean_text(said, limit=LONGEST)
    except ValidationError as error:
        raise Refused(error.message) from error
