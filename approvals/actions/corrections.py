from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.actions.packing import lay_down, wrap
from approvals.entries import CorrectionOpened
from approvals.models import Revision, Statement
from incidents.timeline import record

LONGEST_TITLE = 200


def open_correction(wrong: Revision, *, channels: Iterable[str]) -> Statement | None:
    """Begin the statement that takes back what `wrong` said on `channels`; None while an earlier one of the same
    words has not gone out: that one has more to say now.

    The room opens it, and nobody has to think of it. Its first words fit every channel and claim nothing; they
    are put down to whoever wrote the wrong ones, so that those who took the fact back can still sign. Call it
    under the room's lock.
    """
    statement = wrong.statement
    if statement.corrections.unsaid().exists():
        return None
    nth = statement.corrections.count() + 1
    with override(wrong.language):  # the words, and a title in the record, are not of their reader's language
        named = {"title": statement.title, "nth": nth}
        title = (_("Correction: %(title)s") if nth == 1 else _("Correction %(nth)d: %(title)s")) % named
        text = _(
            "Something we told you here was not right, and we are sorry. Please do not rely on it. "
            "We will say what is correct here as soon as we can."
        )
        package = wrap(text=text, channels=channels, language=wrong.language, citations=())
    incident = statement.incident
    correction = Statement.objects.create(
        incident=incident,
        title=title[:LONGEST_TITLE],
        kind=statement.kind,
        strands=statement.strands,
        corrects=statement,
        created_by=wrong.author,
        created_at=incident.now(),
    )
    said = CorrectionOpened(
        statement=correction.pk,
        title=correction.title,
        kind=correction.kind,
        number=1,
        sha=package.sha256[:12],
        words=len(package.text.split()),
        corrected=statement.title,
    )
    correction.entry = record(incident, said, by=None, strands=correction.strands)
    correction.save(update_fields=["entry"])
    lay_down(correction, 1, package, (), entry=correction.entry, by=wrong.author)
    return correction
