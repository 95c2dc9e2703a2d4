"""The part of the gate that Postgres keeps: what no view, admin page, shell or raw SQL can get around.

Every trigger takes the room's lock and then the statement's, like every deed, and only then looks. Each
refuses with a code of its own, which `REFUSALS` turns into a sentence. `approvals_fingerprint`, the digest of
a revision as its rows stand, comes with migration 0002.
"""

from django.utils.translation import gettext_lazy as _

from approvals.models.gate.locks import HELD, hold_revision, hold_statement, refuse
from approvals.models.gate.policies import ADMIT_POLICY, SOUND_ELEMENT
from approvals.models.gate.proof import CITES_A_REFUTED_FACT, IS_ANOTHER_TEXT, IS_SUPERSEDED, fact_state
from approvals.models.gate.reviews import ADMIT_RESOLUTION, ADMIT_REVIEW, BLOCKED, last_outcome
from approvals.models.gate.revisions import ADMIT_CITATION, ADMIT_ENCLOSURE, CORRECTS_ITS_LIKE, KEEP_COUNT
from approvals.models.gate.sign_offs import ADMIT_LAPSE, ADMIT_SIGN_OFF, has_lapsed
from approvals.models.gate.slots import (
    ADMIT_HANDOVER,
    ADMIT_REMINDER,
    AS_TOLD,
    HOLD_SLOT,
    IS_FILLED,
    KEEP_ABSENCE,
    ROOM_NOW,
    SITS_HERE,
    asked_of,
    entitled,
    has_run,
)

__all__ = [
    "ADMIT_CITATION",
    "ADMIT_ENCLOSURE",
    "ADMIT_HANDOVER",
    "ADMIT_LAPSE",
    "ADMIT_POLICY",
    "ADMIT_REMINDER",
    "ADMIT_RESOLUTION",
    "ADMIT_REVIEW",
    "ADMIT_SIGN_OFF",
    "AS_TOLD",
    "BLOCKED",
    "CITES_A_REFUTED_FACT",
    "CORRECTS_ITS_LIKE",
    "HELD",
    "HOLD_SLOT",
    "IS_ANOTHER_TEXT",
    "IS_FILLED",
    "IS_SUPERSEDED",
    "KEEP_ABSENCE",
    "KEEP_COUNT",
    "REFUSALS",
    "ROOM_NOW",
    "SITS_HERE",
    "SOUND_ELEMENT",
    "asked_of",
    "entitled",
    "fact_state",
    "has_lapsed",
    "has_run",
    "hold_revision",
    "hold_statement",
    "last_outcome",
    "refuse",
]

REFUSALS = {
    "WR010": _("There is a newer revision of this statement."),
    "WR011": _("Only a fact of this room that has not been refuted, and is not privileged, can be cited."),
    "WR020": _("There is a newer revision of this statement."),
    "WR021": _("This is not the text that was on your screen."),
    "WR022": _("You wrote part of this statement, so someone else has to sign it."),
    "WR023": _("Your desk was not asked to sign this revision."),
    "WR024": _("Your desk was not asked to sign this revision."),
    "WR025": _("This cites a fact that has been refuted."),
    "WR076": _("That file belongs to another room."),
    "WR078": _("A correction of the same words is waiting already."),
    "WR026": _("A comment has to be settled before the last desk signs."),
    "WR050": _("Those words do not stand there in the text. Choose the passage again."),
    "WR051": _("This was said in another stream, or about something else."),
    "WR052": _("There is nothing to decide about this comment."),
    "WR053": _("Only its author or someone of the same desk can settle this."),
    "WR054": _("The suggested words are not in the text, so they were not accepted."),
    "WR027": _("It is not your turn yet: others sign before you."),
    "WR040": _("A sign-off policy cannot ask for that."),
    "WR041": _("This slot cannot be handed over to them, or not yet."),
    "WR042": _("It is too early for that, or too late."),
}
