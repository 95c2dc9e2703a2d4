"""What people read while a deed is done."""

from django.utils.translation import gettext_lazy as _

_LABELS = {
    "open_room": _("opens the room"),
    "change_room": _("changes the room"),
    "close_room": _("closes the room"),
    "create_strand": _("creates a strand"),
    "change_strand": _("states our position"),
    "post_signal": _("passes on a signal"),
    "post_fact": _("posts a fact"),
    "confirm_fact": _("confirms a fact"),
    "refute_fact": _("refutes a fact"),
    "make_decision": _("decides"),
    "log_call": _("logs a call"),
    "ask_question": _("asks a question"),
    "answer_question": _("answers a question"),
    "post_note": _("writes a note"),
    "strike_entry": _("strikes an entry"),
    "draft_statement": _("drafts a statement"),
    "save_revision": _("saves a revision"),
    "request_sign_off": _("asks for sign-off"),
    "sign_off": _("signs off"),
    "request_changes": _("asks for changes"),
    "comment": _("comments"),
    "publish": _("records what went out"),
    "record_reach": _("counts the reach"),
}


def label_of(deed: str) -> str:
    return str(_LABELS[deed])
