"""What Postgres asks of those who would let words out before every desk has signed them.

Two people, one of whom wrote no part of it, both for exactly one text. Nothing here switches the gate off: a
publication under a broken glass is asked everything else (models/gate.py).
"""

from django.utils.translation import gettext_lazy as _

from approvals.models.gate import (
    CITES_A_REFUTED_FACT,
    IS_ANOTHER_TEXT,
    IS_SUPERSEDED,
    hold_revision,
    refuse,
)
from incidents.models import TEAM
from publishing.models.seats import IS_CLOSED, JUDGES, SECONDERS, sits, wrote

REFUSALS = {
    "WR060": _("This room is closed. Its record stands as it is."),
    "WR061": _("There is a newer revision of this statement."),
    "WR062": _("This is not the text that was on your screen."),
    "WR063": _("This cites a fact that has been refuted."),
    "WR064": _("Whoever breaks the glass first holds the pen in this room."),
    "WR065": _("It takes two different people."),
    "WR066": _("The second is the lead, an executive or legal."),
    "WR067": _("Both of you wrote part of this. One of the two has to be somebody who did not."),
    "WR080": _("The glass has not been broken, so there is nothing to review."),
    "WR081": _("The two who broke the glass, and whoever wrote the words, do not review it."),
    "WR082": _("Only the team and executives of this room review it."),
}

STANDS = (
    refuse(IS_CLOSED, "WR060", "the room is closed")
    + refuse(IS_SUPERSEDED, "WR061", "only the current revision can go out")
    + refuse(IS_ANOTHER_TEXT, "WR062", "this is another text")
    + refuse(CITES_A_REFUTED_FACT, "WR063", "a cited fact has been refuted")
)

ADMIT_BREAK_GLASS = (
    hold_revision("NEW.revision_id")
    + STANDS
    + refuse(f"NOT {sits('NEW.opened_by_id', TEAM)}", "WR064", "whoever begins holds the pen in this room")
    + "RETURN NEW;"
)

FIND_GLASS = "SELECT * INTO STRICT glass FROM publishing_breakglass WHERE id = NEW.break_glass_id;"
FIND_OTHER = "SELECT person_id INTO other FROM publishing_second WHERE break_glass_id = glass.id;"

ADMIT_SECOND = (
    FIND_GLASS
    + hold_revision("glass.revision_id")
    + STANDS
    + refuse(f"NOT {sits('glass.opened_by_id', TEAM)}", "WR064", "whoever began holds the pen no more")
    + refuse("NEW.person_id = glass.opened_by_id", "WR065", "it takes two different people")
    + refuse(f"NOT {sits('NEW.person_id', SECONDERS)}", "WR066", "the second is not one who may be")
    + refuse(
        f"{wrote('NEW.person_id')} AND {wrote('glass.opened_by_id')}",
        "WR067",
        "one of the two has to be no author",
    )
    + "RETURN NEW;"
)

ADMIT_AFTER_REVIEW = (
    FIND_GLASS
    + hold_revision("glass.revision_id")
    + refuse(IS_CLOSED, "WR060", "the room is closed")
    + FIND_OTHER
    + refuse("other IS NULL", "WR080", "the glass has not been broken")
    + refuse(
        f"NEW.person_id IN (other, glass.opened_by_id) OR {wrote('NEW.person_id')}",
        "WR081",
        "nobody reviews their own",
    )
    + refuse(f"NOT {sits('NEW.person_id', JUDGES)}", "WR082", "only who could have signed reviews it")
    + "RETURN NEW;"
)
