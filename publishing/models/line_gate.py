"""What Postgres asks of somebody who says, on their own, what was signed beforehand.

The same signatures as of anything that goes out, at the moment of speaking, and no glass stands for them.
"""

from django.utils.translation import gettext_lazy as _

from approvals.models.gate import (
    CITES_A_REFUTED_FACT,
    IS_ANOTHER_TEXT,
    IS_SUPERSEDED,
    hold_revision,
    refuse,
)
from publishing.models import gate
from publishing.models.seats import IS_CLOSED, JUDGES, sits

REFUSALS = {
    **gate.REFUSALS,
    "WR085": _("Only a line to take is used like this."),
    "WR086": _("This line is no longer valid. Ask for it to be signed anew."),
    "WR087": _("This line was not given to you."),
    "WR088": _("What you said does not hold the line word for word."),
}

ADMIT_LINE_USE = (
    hold_revision("NEW.revision_id")
    + refuse(IS_CLOSED, "WR060", "the room is closed")
    + refuse("held.kind <> 'line'", "WR085", "only a line to take is used like this")
    + refuse(IS_SUPERSEDED, "WR030", "only the current revision can be said")
    + refuse(IS_ANOTHER_TEXT, "WR031", "this is not the text that was signed")
    + refuse("NOT NEW.channel = ANY (proof.channels)", "WR032", "the revision is not for this channel")
    + refuse(CITES_A_REFUTED_FACT, "WR033", "a cited fact has been refuted")
    + refuse(
        "proof.embargo_until > clock_timestamp() - room.clock_offset", "WR075", "the embargo has not ended"
    )
    + gate.CORRECTS_WHAT_IS_WRONG
    + gate.SIGNED_AS_DEMANDED
    + refuse(  # a line without a date was never given beforehand
        "proof.valid_until IS NULL OR proof.valid_until <= clock_timestamp() - room.clock_offset",
        "WR086",
        "the line is valid no more",
    )
    + refuse(
        f"NOT NEW.person_id = ANY (proof.spokespeople) OR NOT {sits('NEW.person_id', JUDGES)}",
        "WR087",
        "the line was not given to this person",
    )
    + refuse(
        "position(coalesce(proof.texts->>NEW.channel, proof.text) IN NEW.said) = 0",
        "WR088",
        "what was said does not hold the line word for word",
    )
    + "RETURN NEW;"
)
