from approvals.models.absence import Absence
from approvals.models.attachment import BIGGEST, Attachment, kind_of
from approvals.models.channel import LONGEST, Channel, length_of, limit_for, too_long
from approvals.models.citation import Citation
from approvals.models.demand import Demand
from approvals.models.enclosure import Enclosure
from approvals.models.handover import Handover, Reason
from approvals.models.lapse import Lapse
from approvals.models.last_seen import LastSeen
from approvals.models.package import Package
from approvals.models.reminder import Reminder, ReminderKind
from approvals.models.resolution import Outcome, Resolution
from approvals.models.review import Review, ReviewKind
from approvals.models.revision import Revision
from approvals.models.sign_off import SignOff
from approvals.models.sign_off_policy import Occasion, SignOffPolicy, demanded_by, occasion_of
from approvals.models.sign_off_request import SignOffRequest
from approvals.models.slot import SIGNING_ROLES, Slot
from approvals.models.statement import Statement, StatementKind, StatementState

__all__ = [
    "BIGGEST",
    "LONGEST",
    "SIGNING_ROLES",
    "Absence",
    "Attachment",
    "Channel",
    "Citation",
    "Demand",
    "Enclosure",
    "Handover",
    "Lapse",
    "LastSeen",
    "Occasion",
    "Outcome",
    "Package",
    "Reason",
    "Reminder",
    "ReminderKind",
    "Resolution",
    "Review",
    "ReviewKind",
    "Revision",
    "SignOff",
    "SignOffPolicy",
    "SignOffRequest",
    "Slot",
    "Statement",
    "StatementKind",
    "StatementState",
    "demanded_by",
    "kind_of",
    "length_of",
    "limit_for",
    "occasion_of",
    "too_long",
]
