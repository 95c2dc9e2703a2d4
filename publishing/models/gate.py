"""The last door, kept by Postgres: nothing counts as published that was not signed, exactly as signed."""

from django.utils.translation import gettext_lazy as _

from approvals.models.gate import (
    CITES_A_REFUTED_FACT,
    IS_ANOTHER_TEXT,
    IS_SUPERSEDED,
    entitled,
    hold_revision,
    refuse,
)

REFUSALS = {
    "WR030": _("There is a newer revision of this statement."),
    "WR031": _("This is not the text that was signed."),
    "WR032": _("This was not signed for that channel."),
    "WR033": _("This cites a fact that has been refuted."),
    "WR034": _("No sign-off policy covers this statement, so it cannot go out."),
    "WR035": _("A desk that has to sign this was not asked. Ask for sign-off again."),
    "WR036": _("A sign-off is missing, or was given by someone who no longer signs for that desk."),
    "WR037": _("Somebody signed a statement they wrote part of."),
    "WR038": _("Changes were asked for, so a new revision comes first."),
    "WR039": _("The last desk signed after that time. Nothing goes out before it is signed."),
}

SLOTS = (
    "approvals_slot slot JOIN approvals_signoffrequest asked"
    " ON asked.id = slot.request_id AND asked.revision_id = proof.id"
)

# What the policies in force ask for, as `SignOffPolicy.objects.demands_for` answers in Python.
IS_UNRULED = "NOT EXISTS (SELECT FROM approvals_demanded(proof.id))"
IS_UNASKED = (
    "EXISTS (SELECT FROM approvals_demanded(proof.id) demanded WHERE demanded.wanted > ("
    f"SELECT count(*) FROM {SLOTS} WHERE slot.role = demanded.role AND slot.people = demanded.people))"
)
# Every slot that was asked for has its own valid signature, and so has, with the clause above, every demand as
# many as it wants: by different people, as nobody signs a revision twice.
IS_UNSIGNED = (
    f"EXISTS (SELECT FROM {SLOTS} WHERE NOT EXISTS ("
    "SELECT FROM approvals_signoff signed"
    " WHERE signed.slot_id = slot.id AND signed.revision_id = proof.id AND signed.sha256 = proof.sha256"
    f" AND {entitled('slot', 'signed.person_id')}))"
)

ADMIT_PUBLICATION = (
    hold_revision("NEW.revision_id")
    + refuse(
        "NEW.statement_id IS DISTINCT FROM held.id OR NEW.incident_id IS DISTINCT FROM room.id",
        "WR030",
        "the revision belongs to another statement or room",
    )
    + refuse(IS_SUPERSEDED, "WR030", "only the current revision can go out")
    + refuse(IS_ANOTHER_TEXT, "WR031", "this is not the text that was signed")
    + refuse("NOT NEW.channel = ANY (proof.channels)", "WR032", "the revision is not for this channel")
    + refuse(CITES_A_REFUTED_FACT, "WR033", "a cited fact has been refuted")
    + refuse(IS_UNRULED, "WR034", "no sign-off policy applies, so nothing can go out")
    + refuse(IS_UNASKED, "WR035", "a desk that the policies in force name was not asked")
    + refuse(IS_UNSIGNED, "WR036", "a slot is empty, or its signer no longer holds its role here")
    + refuse(
        "EXISTS (SELECT FROM approvals_signoff signed JOIN approvals_revision own"
        " ON own.author_id = signed.person_id AND own.statement_id = held.id"
        " WHERE signed.revision_id = proof.id)",
        "WR037",
        "somebody signed what they wrote part of",
    )
    + refuse(
        "EXISTS (SELECT FROM approvals_review review"
        " WHERE review.revision_id = proof.id AND review.kind = 'changes_requested' AND NOT EXISTS ("
        "SELECT FROM approvals_signoff signed WHERE signed.revision_id = proof.id"
        " AND signed.person_id = review.author_id AND signed.created_at > review.created_at))",
        "WR038",
        "changes were asked for",
    )
    + refuse(  # to the minute, which is how people write down a time
        f"NEW.published_at < (SELECT date_trunc('minute', max(signed.clock_at), 'UTC') FROM {SLOTS}"
        " JOIN approvals_signoff signed ON signed.slot_id = slot.id)",
        "WR039",
        "it was not signed yet at that time",
    )
    + "RETURN NEW;"
)
