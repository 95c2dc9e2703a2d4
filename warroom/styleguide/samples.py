"""What the style guide shows: people, words and times made up on the spot. Nothing is read from the database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from approvals.entries import AdviceGiven, RevisionSigned
from common.verdicts import no
from incidents.entries import Entry, EntryStruck, FactConfirmed, FactPosted, FactRefuted
from incidents.entries.posts import CallLogged, DecisionMade, NotePosted, SignalPosted
from incidents.entries.questions import QuestionAsked
from incidents.models import Incident, Severity, Stream, TimelineEntry
from publishing.entries import StatementPublished

NOW = datetime(2026, 3, 9, 16, 5, tzinfo=UTC)
"""The room's clock stands here whenever the page is opened, so that two pictures of it can be compared."""

LONG = (
    "Counterfeit goods, a demand for an address that was never ours to have, nine hundred and sixteen replies in "
    "twenty-two hours and Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
KOREAN = "팬 사이트에 보낸 편지가 온라인에서 빠르게 퍼지고 있습니다. 16시 45분까지 다시 알려 드리겠습니다."

LEAD = User(pk=1, username="lead", name="Social media lead", title="Global")
COUNSEL = User(pk=2, username="counsel", name="Associate General Counsel")
COMMS = User(pk=3, username="comms", name="Corporate communications")
KIM = User(pk=4, username="kim", name="김하늘", title="고객 지원")


def room(*, title: str = "Letter to The Ranger Station") -> Incident:
    """A room whose clock says NOW."""
    behind = timedelta(seconds=int(timezone.now().timestamp())) - timedelta(seconds=int(NOW.timestamp()))
    return Incident(
        pk=1, title=title, severity=Severity.SEV2, opened_by=LEAD, opened_at=ago(644), clock_offset=behind
    )


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def told(
    said: Entry,
    *,
    minutes: float,
    by: User = LEAD,
    later: tuple[Any, ...] = (),
    stream: Stream = Stream.WORKING,
) -> SimpleNamespace:
    """An entry as its template is given it. `later`: what was said of it since, told alike."""
    n = int(minutes * 10)
    entry = TimelineEntry(
        incident_id=1,
        n=n,
        stream=stream,
        type=said.type,
        actor=by,
        strands=["A"] if n % 2 else ["A", "B"],
        recorded_at=ago(minutes),
        clock_at=ago(minutes),
        occurred_at=ago(minutes),
    )
    struck = next((each for each in later if isinstance(each.said, EntryStruck)), None)
    return SimpleNamespace(entry=entry, said=said, later=later, struck=struck)


def story() -> list[SimpleNamespace]:
    """One entry of every shape, and the states a fact can be in."""
    sold = "The Ranger Station sold counterfeit goods bearing our marks."
    settled: dict[str, Any] = {"text": sold, "was_state": "unverified", "was_since": ago(324)}
    refuted = told(FactRefuted(**settled), minutes=40, by=COUNSEL)
    confirmed = told(FactConfirmed(**settled), minutes=253, by=COUNSEL)
    struck = told(
        EntryStruck(
            reason="Posted twice.", struck_text="A note that was a mistake.", struck_type="note.posted"
        ),
        minutes=20,
    )
    sent = StatementPublished(
        statement=1,
        title="Second post",
        kind="post",
        number=2,
        sha="7c1e09ab" * 8,
        words=14,
        channel="x",
        language="en",
        text="We are finding out what happened and will tell you here. Please pass this on.",
        roles=["comms", "legal"],
    )
    advice = AdviceGiven(
        statement=1,
        title="Official statement",
        kind="press",
        number=4,
        sha="7c1e09ab" * 8,
        role="legal",
        text="The address and the $5,000 were meant to press for an end to the sales.",
    )
    signed = RevisionSigned(
        statement=1,
        title="Official statement",
        kind="press",
        number=4,
        sha="7c1e09ab" * 8,
        role="comms",
        complete=True,
    )
    return [
        told(SignalPosted(text="916 replies in 22 hours.", source="The forum", volume=916), minutes=330),
        told(FactPosted(text="The owner will post about our call.", source="the call"), minutes=325),
        told(FactPosted(text=sold, source="the case file"), minutes=324, later=(confirmed,)),
        told(FactPosted(text="He was paid $5,000.", source="a rumour"), minutes=323, later=(refuted,)),
        told(
            DecisionMade(text="Separate the goods from the address.", reason="Goodwill matters."), minutes=235
        ),
        told(sent, minutes=180),
        told(advice, minutes=150, by=COUNSEL, stream=Stream.PRIVILEGED),
        told(
            CallLogged(
                with_whom="the owner", agreed="He keeps the site.", promised="He reads it first.", minutes=38
            ),
            minutes=60,
        ),
        told(QuestionAsked(text="May we tell people who wrote in?", asked_of="legal"), minutes=22, by=KIM),
        told(signed, minutes=15, by=COMMS),
        told(NotePosted(text="A note that was a mistake."), minutes=12, later=(struck,)),
        told(NotePosted(text=LONG), minutes=8),
        told(NotePosted(text=KOREAN), minutes=4, by=KIM),
    ]


def slot(desk: str, **what: Any) -> SimpleNamespace:
    handovers = SimpleNamespace(all=list[Any]())
    empty = {
        "signed": None,
        "withdrawn": None,
        "since": ago(12),
        "clock_at": ago(12),
        "due_at": None,
        "deputy": None,
    }
    return SimpleNamespace(
        **{"pk": desk, "desk": desk, "role": desk.lower(), "handovers": handovers, **empty, **what}
    )


def revision(*slots: SimpleNamespace, changes: str = "") -> SimpleNamespace:
    asked = SimpleNamespace(payload={"role": changes})
    return SimpleNamespace(
        slots=slots, open_changes=[SimpleNamespace(entry=asked, author=COUNSEL)] if changes else []
    )


def strips() -> list[tuple[str, SimpleNamespace]]:
    done = SimpleNamespace(clock_at=ago(8), person=COMMS)
    fact = SimpleNamespace(clock_at=ago(2), fact=SimpleNamespace(ref="w12"))
    gone = SimpleNamespace(person=COUNSEL, lapse=fact)
    return [
        ("Signed, and waiting", revision(slot("Comms", signed=done), slot("Legal"))),
        (
            "Overdue, and later",
            revision(
                slot("Comms", due_at=ago(3)),
                slot("Legal", since=None),
                slot("Support", due_at=ago(-9), deputy=KIM),
            ),
        ),
        (
            "Changes asked for, and lapsed",
            revision(slot("Legal"), slot("Comms", withdrawn=gone), changes="legal"),
        ),
    ]


def clocks(*, overdue: bool = False) -> SimpleNamespace:
    def promise(words: str, due: datetime) -> SimpleNamespace:
        return SimpleNamespace(words=words, due_at=due, entry=SimpleNamespace(ref="w9"))

    due = ago(12 if overdue else -30)
    return SimpleNamespace(
        next_update=promise("next public update", due),
        promises=[promise("Statement to the owner", ago(-15)), promise("A call back to the paper", ago(4))],
        first_signal_at=ago(1324),
        first_word_at=None if overdue else ago(500),
    )


def strands(count: int) -> list[SimpleNamespace]:
    names = ["Counterfeit goods", "The site’s address", "고객 문의", LONG]
    return [
        SimpleNamespace(
            letter=chr(65 + i) if i < 26 else chr(65 + i // 26 - 1) + chr(65 + i % 26),
            name=names[i % len(names)],
            position="Sales stop. Strict new letter." if i % 3 == 0 else "",
            owner=COUNSEL if i % 2 else None,
        )
        for i in range(count)
    ]


class SampleForm(forms.Form):
    """Every kind of field we have."""

    title = forms.CharField(
        label="What is happening?", help_text="One line, as you would say it on the phone."
    )
    words = forms.CharField(label="In a sentence", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    where = forms.ChoiceField(label="Where?", choices=[("press", "Press page"), ("x", "X")])
    due = forms.CharField(label="By when?", required=False)
    shut = forms.CharField(label="Shut", disabled=True, initial="Only the lead changes this.", required=False)
    drill = forms.BooleanField(label="Exercise. A drill; nothing goes out for real.", required=False)


def everything() -> dict[str, Any]:
    wrong = SampleForm({"title": "", "words": KOREAN, "where": "nowhere", "drill": "on"})
    wrong.is_valid()
    wrong.add_error(None, "The room was closed while you wrote. Your words are kept; reopen it to post them.")
    return {
        "incident": room(),
        "long_room": room(title=LONG),
        "people": [LEAD, COUNSEL, COMMS, KIM],
        "lead": LEAD,
        "story": story(),
        "strips": strips(),
        "clocks": clocks(),
        "late_clocks": clocks(overdue=True),
        "no_clocks": SimpleNamespace(next_update=None, promises=[], first_signal_at=None),
        "no_strands": [],
        "two_strands": strands(2),
        "many_strands": strands(40),
        "form": SampleForm(auto_id="calm_%s"),
        "wrong": wrong,
        "refusal": no("Only the lead of this room can do that."),
        "states": [
            "unverified",
            "confirmed",
            "refuted",
            "open",
            "answered",
            "signed",
            "changes",
            "waiting",
            "missed",
        ],
        "severities": list(Severity),
        "long": LONG,
        "korean": KOREAN,
        "kinds": ["", "now", "bare", "big", "signal"],
        "forced": ["", "hover", "focus", "active"],
        "colours": COLOURS,
        "faces": FACES,
        "spaces": ["1", "2", "3", "4", "5", "6"],
    }


COLOURS = (
    *(
        "desk",
        "paper",
        "sheet",
        "ink",
        "ink-2",
        "ink-3",
        "hair",
        "edge",
        "signal",
        "on-signal",
        "signal-wash",
    ),
    *("signed", "signed-wash", "waiting", "waiting-wash", "refuted", "refuted-wash", "priv", "priv-wash"),
)
FACES = ["detail", "slug", "control", "entry", "decision", "room-title", "page-title", "sent", "proof"]
