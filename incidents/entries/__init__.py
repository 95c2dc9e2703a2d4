from incidents.entries.base import GROUPS, Entry, entry_class, entry_classes, register, types_in
from incidents.entries.facts import FactConfirmed, FactPosted, FactRefuted, FactSettled
from incidents.entries.participants import ParticipantChanged, ParticipantInvited, ParticipantRemoved
from incidents.entries.posts import CallLogged, DecisionMade, NotePosted, SignalPosted
from incidents.entries.promises import PromiseKept, PromiseMissed
from incidents.entries.questions import QuestionAnswered, QuestionAsked
from incidents.entries.rooms import RoomChanged, RoomOpened
from incidents.entries.strands import StrandChanged, StrandCreated
from incidents.entries.strikes import EntryStruck

__all__ = [
    "GROUPS",
    "CallLogged",
    "DecisionMade",
    "Entry",
    "EntryStruck",
    "FactConfirmed",
    "FactPosted",
    "FactRefuted",
    "FactSettled",
    "NotePosted",
    "ParticipantChanged",
    "ParticipantInvited",
    "ParticipantRemoved",
    "PromiseKept",
    "PromiseMissed",
    "QuestionAnswered",
    "QuestionAsked",
    "RoomChanged",
    "RoomOpened",
    "SignalPosted",
    "StrandChanged",
    "StrandCreated",
    "entry_class",
    "entry_classes",
    "register",
    "types_in",
]
