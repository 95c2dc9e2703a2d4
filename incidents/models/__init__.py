from incidents.models.choices import TEAM, FactState, Kind, Role, Severity, Status, Stream
from incidents.models.duty import DutyAssignment
from incidents.models.fact import Fact
from incidents.models.incident import Incident
from incidents.models.participant import Participant
from incidents.models.promise import Promise
from incidents.models.question import Question
from incidents.models.strand import Strand, gather_strands, letter_for
from incidents.models.timeline_entry import TimelineEntry

__all__ = [
    "TEAM",
    "DutyAssignment",
    "Fact",
    "FactState",
    "Incident",
    "Kind",
    "Participant",
    "Promise",
    "Question",
    "Role",
    "Severity",
    "Status",
    "Strand",
    "Stream",
    "TimelineEntry",
    "gather_strands",
    "letter_for",
]
