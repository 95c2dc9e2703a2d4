"""The last door, kept by Postgres: nothing counts as published that was not signed, exactly as signed."""

from django.utils.translation import gettext_lazy as _

from approvals.models.gate import (
    BLOCKED,
    CITES_A_REFUTED_FACT,
    IS_ANOTHER_TEXT,
    IS_SUPERSEDED,
    entitled,
    has_lapsed,
    hold_revision,
    last_outcome,
    refuse,
)
from incidents.models import TEAM
from publishing.models.seats import IS_CLOSED, SECONDERS, sits

REFUSALS = {
    "WR030": _("There is a newer revision of this statement."),
    "WR031": _("This is not the text that was signed."),
    "WR032": _("This was not signed for that channel."),
    "WR033": _("This cites a fact that has been refuted."),
    "WR034": _("No sign-off policy covers this statement, so it cannot go out."),
    "WR035": _("A desk that has to sign this was not asked. Ask for sign-off again."),
    "WR036": _("A sign-off is missing, or was given by someone who no longer signs for that desk."),
    "WR037": _("Somebody signed a statement they wrote part of."),
    "WR038": _("Changes were asked for, or a comment has to be settled first."),
    "WR039": _("The last desk signed after that time. Nothing goes out before it is signed."),
    "WR060": _("This room is closed. Its record stands as it is."),
    "WR068": _(
        "The glass was not broken for this revision, or one of the two no longer has their place here."
    ),
    "WR071": _("A cited fact was refuted after this was signed. Save the text again and ask anew."),
    "WR074": _("Nothing that went out has to be corrected there."),
    "WR075": _("This is under embargo."),
    "WR077": _("This line is no longer valid. Ask for it to be signed anew."),
    "WR069": _("The glass was broken after that time. Nothing goes out before it is."),
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
    f" AND NOT {has_lapsed('signed')} AND {entitled('slot', 'signed.person_id')}))"
)

# A glass that two have broken stands for missing signatures and unanswered objections, and for nothing else.
# `glass` is the id of the one that is claimed, or null.
UNLESS_GLASS = "IF glass IS NULL THEN"
END_UNLESS = "END IF;"

SIGNED_AS_DEMANDED = (
    refuse(IS_UNRULED, "WR034", "no sign-off policy applies, so nothing can go out")
    + UNLESS_GLASS
    + refuse(IS_UNASKED, "WR035", "a desk that the policies in force name was not asked")
    + refuse(
        f"EXISTS (SELECT FROM approvals_signoff signed WHERE signed.revision_id = proof.id AND {has_lapsed('signed')})",
        "WR071",
        "a sign-off lapsed when a fact was refuted",
    )
    + refuse(IS_UNSIGNED, "WR036", "a slot is empty, or its signer no longer holds its role here")
    + END_UNLESS
    + refuse(
        "EXISTS (SELECT FROM approvals_signoff signed JOIN approvals_revision own"
        " ON own.author_id = signed.person_id AND own.statement_id = held.id"
        " WHERE signed.revision_id = proof.id)",
        "WR037",
        "somebody signed what they wrote part of",
    )
    + UNLESS_GLASS
    + refuse(
        "EXISTS (SELECT FROM approvals_review review"
        " WHERE review.revision_id = proof.id AND review.kind = 'changes_requested'"
        f" AND coalesce({last_outcome('review.id')}, 'reopened') = 'reopened' AND NOT EXISTS ("
        "SELECT FROM approvals_signoff signed WHERE signed.revision_id = proof.id"
        " AND signed.person_id = review.author_id AND signed.created_at > review.created_at))",
        "WR038",
        "changes were asked for",
    )
    + refuse(BLOCKED, "WR038", "a comment has to be settled first")
    + END_UNLESS
)

BROKEN = (
    "SELECT FROM publishing_breakglass opened JOIN publishing_second second"
    " ON second.break_glass_id = opened.id AND second.sha256 = proof.sha256"
    " WHERE opened.id = glass AND opened.revision_id = proof.id AND opened.sha256 = proof.sha256"
)

ADMIT_FLAG = (
    hold_revision(
        "coalesce((SELECT revision_id FROM publishing_publication WHERE id = NEW.publication_id),"
        " (SELECT revision_id FROM publishing_lineuse WHERE id = NEW.line_use_id))"
    )
    + refuse(
        "NOT EXISTS (SELECT FROM approvals_citation cited JOIN incidents_timelineentry later"
        " ON later.refers_to_id = cited.fact_id AND later.type IN ('fact.refuted', 'entry.struck')"
        " WHERE cited.revision_id = proof.id AND later.id = NEW.cause_id)",
        "WR073",
        "no fact that it rests on was refuted there",
    )
    + "RETURN NEW;"
)

# A correction is held to fewer signatures, and so speaks only where something that went out is flagged.
CORRECTS_WHAT_IS_WRONG = refuse(
    "held.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM publishing_flag flag"
    " LEFT JOIN publishing_publication sent ON sent.id = flag.publication_id"
    " LEFT JOIN publishing_lineuse used ON used.id = flag.line_use_id"
    " JOIN approvals_revision wrong ON wrong.id = coalesce(sent.revision_id, used.revision_id)"
    " WHERE wrong.statement_id = held.corrects_id"
    " AND coalesce(sent.channel, used.channel) = NEW.channel)",
    "WR074",
    "there is nothing to correct",
)

ADMIT_PUBLICATION = (
    "glass := NEW.break_glass_id;"
    + hold_revision("NEW.revision_id")
    + refuse(IS_CLOSED, "WR060", "the room is closed")
    + refuse(
        "NEW.statement_id IS DISTINCT FROM held.id OR NEW.incident_id IS DISTINCT FROM room.id",
        "WR030",
        "the revision belongs to another statement or room",
    )
    + refuse(IS_SUPERSEDED, "WR030", "only the current revision can go out")
    + refuse(IS_ANOTHER_TEXT, "WR031", "this is not the text that was signed")
    + refuse("NOT NEW.channel = ANY (proof.channels)", "WR032", "the revision is not for this channel")
    + refuse(CITES_A_REFUTED_FACT, "WR033", "a cited fact has been refuted")
    + CORRECTS_WHAT_IS_WRONG
    + refuse(
        "proof.embargo_until > clock_timestamp() - room.clock_offset"
        " OR proof.embargo_until > NEW.published_at",
        "WR075",
        "the embargo has not ended",
    )
    + refuse("proof.valid_until <= NEW.published_at", "WR077", "the line was valid no more")
    + SIGNED_AS_DEMANDED
    + refuse(
        f"glass IS NOT NULL AND NOT EXISTS ({BROKEN}"
        f" AND {sits('opened.opened_by_id', TEAM)} AND {sits('second.person_id', SECONDERS)})",
        "WR068",
        "the glass was not broken by two for this revision",
    )
    + refuse(
        f"EXISTS ({BROKEN} AND NEW.published_at < date_trunc('minute', second.clock_at, 'UTC'))",
        "WR069",
        "the glass was not broken yet at that time",
    )
    + UNLESS_GLASS
    + refuse(  # to the minute, which is how people write down a time
        f"NEW.published_at < (SELECT date_trunc('minute', max(signed.clock_at), 'UTC') FROM {SLOTS}"
        " JOIN approvals_signoff signed ON signed.slot_id = slot.id)",
        "WR039",
        "it was not signed yet at that time",
    )
    + END_UNLESS
    + "RETURN NEW;"
)
