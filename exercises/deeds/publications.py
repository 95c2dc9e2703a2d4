from datetime import datetime
from typing import Annotated

from accounts.models import User
from approvals.models import Channel, Statement
from exercises.deeds.registry import deed
from exercises.fields import Named, WebAddress
from exercises.stage import Stage
from publishing.actions import publications, reach
from publishing.models import Basis, Publication

NamedStatement = Annotated[Statement, Named("statement")]
NamedPublication = Annotated[Publication, Named("publication")]


@deed(makes="publication")
def publish(
    stage: Stage,
    *,
    statement: NamedStatement,
    channel: Channel,
    url: Annotated[str, WebAddress()],
    next_update_at: datetime | None = None,
    note: str = "",
    by: User,
    occurred_at: datetime,
) -> Publication:
    """Records that the current revision went out on one of its channels."""
    current = statement.current
    return publications.publish(
        current,
        channel=channel,
        url=url,
        seen_sha=current.sha256,
        published_at=occurred_at,
        next_update_at=next_update_at,
        note=note,
        by=by,
    )


@deed()
def record_reach(
    stage: Stage,
    *,
    publication: NamedPublication | None = None,
    accounts: int,
    reposts: int | None = None,
    method: str,
    basis: Basis = Basis.GROSS,
    by: User,
    occurred_at: datetime,
) -> None:
    """Counts people reached by one publication; without one, by the whole response."""
    reach.record_reach(
        stage.room,
        publication=publication,
        accounts=accounts,
        reposts=reposts,
        method=method,
        basis=basis,
        counted_at=occurred_at,
        by=by,
    )
