"""README.txt: what somebody holds who has been handed this copy."""

from django.template.loader import render_to_string

from incidents.models import Participant, Stream
from reporting.models import Export


def readme(export: Export, place: Participant) -> bytes:
    context = {
        "export": export,
        "incident": place.incident,
        "place": place,
        "streams": [str(stream.label) for stream in Stream if stream in export.reads],
        "reads_work": "working" in export.streams,
        "is_privileged": "privileged" in export.streams,
    }
    return render_to_string("reporting/exports/readme.txt", context).encode()
