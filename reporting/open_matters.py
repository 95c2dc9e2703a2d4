"""What a room leaves open. It can be closed all the same, and its record says so."""

from typing import TYPE_CHECKING

from django.utils.translation import ngettext

if TYPE_CHECKING:
    from reporting.figures import Figures


def open_matters(figures: "Figures") -> list[str]:
    """One sentence for each, in the language of the moment; empty when nothing is left."""
    if not figures.glasses_unreviewed:
        return []
    sentence = ngettext(
        "Words were let out before every desk had signed them, and nobody has reviewed that yet.",
        "%(count)d times words were let out before every desk had signed them, and nobody has reviewed that yet.",
        figures.glasses_unreviewed,
    )
    return [sentence % {"count": figures.glasses_unreviewed}]
