"""People who may and people who may not do everything that can be done to a statement, in any order.

What is done are the deeds themselves, on committed rows; now and then somebody goes past them with SQL. The
machine knows nothing of the rules: whatever went out, the oracle judges.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from approvals.actions.absences import begin_absence, end_absence
from approvals.actions.reviews import comment, request_changes
from approvals.actions.revisions import save_revision
from approvals.actions.sign_offs import request_sign_off, sign_off
from approvals.actions.statements import draft_statement
from approvals.models import Absence, Revision, Slot, Statement, StatementKind
from common.verdicts import Refused
from incidents.actions.entries import strike_entry
from incidents.actions.facts import confirm_fact, post_fact, refute_fact
from incidents.actions.participants import change_participant, invite, remove_participant
from incidents.actions.rooms import change_room
from incidents.models import Fact, Participant, Role, Severity
from publishing.actions.glasses import open_glass, second_glass
from publishing.actions.publications import publish
from publishing.models import BreakGlass
from tests.cast import PEOPLE, Cast, a_room
from tests.races.by_hand import publish_by_hand, sign_by_hand
from tests.races.oracle import judged
from tests.races.record import Record
from tests.statemachine.rules import EDITS, as_usual, put_in_force

EVERYBODY = [username for username, *_ in PEOPLE]
# Those who mostly may stand there more often, so that something comes of it.
WRITERS = st.sampled_from(["lead", "lead", "lead", "comms", "support", "executive", "guest", "stranger"])
SIGNERS = st.sampled_from(["comms", "counsel", "legal", "executive", *EVERYBODY])
LEADERS = st.sampled_from(["lead", "lead", "lead", "comms", "stranger"])
SPEAKERS = st.sampled_from(["lead", "lead", "comms", "legal", "stranger"])
ANYBODY = st.sampled_from(EVERYBODY)
CHANNELS = st.sampled_from([["x"], ["x", "forum"], ["forum"], ["x", "forum", "press"]])
CHANNEL = st.sampled_from(["x", "forum", "press"])
# How many revisions ago somebody loaded their page.
AGE = st.sampled_from([0, 0, 0, 0, 0, 1])
WHICH = st.integers(0, 3)
FACTS = st.sets(WHICH, max_size=2)
ROLES = st.sampled_from([Role.COMMS, Role.LEGAL, Role.SUPPORT, Role.LEAD, Role.EXECUTIVE, Role.GUEST])


class WarRoom(RuleBasedStateMachine):
    """One fresh room per example. `cast` and `tally` are given to a subclass for each run."""

    cast: ClassVar[Cast]
    tally: ClassVar[Counter[str]]

    @initialize(severity=st.sampled_from([Severity.SEV1, Severity.SEV2, Severity.SEV2]))
    def open(self, severity: Severity) -> None:
        as_usual()
        Absence.objects.ahead().update(ended_at=timezone.now())
        self.room = a_room(self.cast, severity=severity)
        self.texts: list[list[Revision]] = []
        self.facts: list[Fact] = []
        self.judged_until = 0
        self._draft("lead", 0, ["x", "forum"], set())

    def teardown(self) -> None:
        if hasattr(self, "texts"):
            self._judge(everything=True)

    # -- words

    @rule(who=WRITERS, words=WHICH, channels=CHANNELS, citing=FACTS)
    def draft(self, who: str, words: int, channels: list[str], citing: set[int]) -> None:
        self._draft(who, words, channels, citing)

    @rule(at=WHICH, who=WRITERS, words=WHICH, channels=CHANNELS, age=AGE)
    def edit(self, at: int, who: str, words: int, channels: list[str], age: int) -> None:
        """Few words, so that a save often changes nothing, or brings back what once was signed."""
        self._save(at, who, age, text=f"Words {words}", channels=channels)

    @rule(at=WHICH, who=WRITERS, citing=FACTS)
    def cite(self, at: int, who: str, citing: set[int]) -> None:
        self._save(at, who, 0, citations=self._facts(citing))

    # -- facts

    @rule(who=WRITERS)
    def learn(self, who: str) -> None:
        if len(self.facts) < 4:
            fact = self._do("fact", post_fact, self.room, text=f"Claim {len(self.facts)}", by=self._who(who))
            self.facts += [fact] if fact else []

    @precondition(lambda self: self.facts)
    @rule(which=WHICH, who=WRITERS)
    def refute(self, which: int, who: str) -> None:
        self._do("refute", refute_fact, self._fact(which), by=self._who(who))

    @precondition(lambda self: self.facts)
    @rule(which=WHICH, who=WRITERS)
    def confirm(self, which: int, who: str) -> None:
        self._do("confirm", confirm_fact, self._fact(which), by=self._who(who))

    @precondition(lambda self: self.facts)
    @rule(which=WHICH, who=LEADERS)
    def strike(self, which: int, who: str) -> None:
        self._do("strike", strike_entry, self._fact(which).entry, reason="Misheard.", by=self._who(who))

    # -- desks

    @rule(at=WHICH, who=WRITERS, age=AGE)
    def submit(self, at: int, who: str, age: int) -> None:
        seen = self._text(at, age)
        self._do("submit", request_sign_off, seen.statement, seen_sha=seen.sha256, by=self._who(who))

    @rule(at=WHICH, who=SIGNERS, age=AGE)
    def review(self, at: int, who: str, age: int) -> None:
        seen = self._text(at, age)
        self._do("review", comment, seen, text="Noted.", by=self._who(who))

    @rule(at=WHICH, who=SIGNERS, age=AGE)
    def object(self, at: int, who: str, age: int) -> None:
        seen = self._text(at, age)
        self._do("object", request_changes, seen, reason="Wait.", seen_sha=seen.sha256, by=self._who(who))

    @rule(at=WHICH, who=SIGNERS, age=AGE, knows=st.sampled_from([True, True, False]))
    def sign(self, at: int, who: str, age: int, knows: bool) -> None:
        self._sign(self._text(at, age), who, knows=knows)

    @rule(at=WHICH, who=SIGNERS, age=AGE)
    def sign_a_text_that_they_did_not_see(self, at: int, who: str, age: int) -> None:
        seen, other = self._text(at, 0), self._text(at + 1, age)
        self._do("sign", sign_off, seen, seen_sha=other.sha256, acknowledged=True, by=self._who(who))

    @rule(at=WHICH, age=AGE)
    def sign_past_every_deed(self, at: int, age: int) -> None:
        """As everybody, everywhere: the wrong desk, authors, those who signed, those who are gone."""
        seen = self._text(at, age)
        for slot in Slot.objects.filter(request__revision__statement=seen.statement_id):
            for username in EVERYBODY:
                self._do("sign by hand", sign_by_hand, seen, slot, by=self._who(username).pk)

    # -- people and rules

    @rule(whom=ANYBODY, who=LEADERS)
    def revoke(self, whom: str, who: str) -> None:
        if place := self._place(whom):
            self._do("revoke", remove_participant, place, by=self._who(who))

    @rule(whom=ANYBODY, role=ROLES, who=LEADERS)
    def change_role(self, whom: str, role: Role, who: str) -> None:
        if place := self._place(whom):
            self._do("role", change_participant, place, role=role, is_cleared=False, by=self._who(who))

    @rule(who=LEADERS)
    def bring_everybody_back(self, who: str) -> None:
        places = {place.person_id: place for place in Participant.objects.filter(incident=self.room)}
        for username, _name, role, _cleared in PEOPLE:
            person = self._who(username)
            place = places.get(person.pk)
            if role and (place is None or place.removed_at):
                self._do("invite", invite, self.room, person, role=role, by=self._who(who))
            elif place and place.role != role:
                self._do("role", change_participant, place, role=role, is_cleared=False, by=self._who(who))

    @rule(severity=st.sampled_from(list(Severity)[:3]), who=LEADERS)
    def change_severity(self, severity: Severity, who: str) -> None:
        self._do("severity", change_room, self.room, severity=severity, by=self._who(who))

    @rule(edit=st.sampled_from(EDITS))
    def change_policy(self, edit: tuple[str, dict[str, list[str]]]) -> None:
        self._do("policy", put_in_force, *edit)

    # -- out

    @rule(at=WHICH, who=SPEAKERS, channel=CHANNEL, age=AGE)
    def publish(self, at: int, who: str, channel: str, age: int) -> None:
        self._publish(self._text(at, age), who, channel)

    @rule(at=WHICH, age=AGE)
    def publish_past_every_deed(self, at: int, age: int) -> None:
        """Every text of the room on every channel, in one go."""
        for each in range(len(self.texts)):
            for channel in ("x", "forum", "press"):
                self._publish_by_hand(self._text(at + each, age), "comms", channel)

    @rule(
        is_new=st.sampled_from([True, True, False]),
        at=WHICH,
        citing=FACTS,
        missing=st.sampled_from([None, None, None, "comms", "counsel", "executive"]),
        gap=st.sampled_from(
            [None, None, None, "edit", "refute", "object", "revoke", "role", "severity", "policy"]
        ),
        whom=SIGNERS,
        raw=st.booleans(),
    )
    def go_the_usual_way(
        self,
        is_new: bool,
        at: int,
        citing: set[int],
        missing: str | None,
        gap: str | None,
        whom: str,
        raw: bool,
    ) -> None:
        """Asked, signed by those who have to, or all but one; something happens; and it is sent."""
        if is_new:
            self._draft("lead", at, ["x", "forum"], citing)
            at = len(self.texts) - 1
        seen = self._text(at, 0)
        self._do("submit", request_sign_off, seen.statement, seen_sha=seen.sha256, by=self._who("lead"))
        for signer in ("comms", "counsel", "executive"):
            if signer != missing:
                self._sign(seen, signer, knows=True)
        if gap:
            self._meanwhile(gap, at, whom)
        for channel in ("x", "forum"):
            (self._publish_by_hand if raw else self._publish)(seen, "lead", channel)

    def _meanwhile(self, gap: str, at: int, whom: str) -> None:
        match gap:
            case "edit":
                self._save(at, "lead", 0, text="Words 9")
            case "refute" if self.facts:
                self.refute(at, "support")
            case "object":
                self.object(at, whom, 0)
            case "revoke":
                self.revoke(whom, "lead")
            case "role":
                self.change_role(whom, Role.SUPPORT, "lead")
            case "severity":
                self.change_severity(Severity.SEV1, "lead")
            case "policy":
                self.change_policy(EDITS[4 + at])

    # -- deputies, and without signatures

    @rule(who=SIGNERS, deputy=ANYBODY, is_back=st.sampled_from([False, False, True]))
    def delegate(self, who: str, deputy: str, is_back: bool) -> None:
        """Away, or back again: what is asked of them meanwhile is handed over to a deputy."""
        by = self._who(who)
        if is_back:
            self._do("absence", end_absence, by=by)
            return
        now = timezone.now()
        until = now + timedelta(hours=1)
        self._do("absence", begin_absence, deputy=self._who(deputy), starts_at=now, ends_at=until, by=by)

    @rule(at=WHICH, first=SPEAKERS, second=SIGNERS, who=SPEAKERS, channel=CHANNEL, age=AGE)
    def break_glass(self, at: int, first: str, second: str, who: str, channel: str, age: int) -> None:
        """Two people let it out unsigned, for a reason; or one, or somebody who has no say."""
        seen = self._text(at, age)
        reason = "They call every minute, and nobody can wait."
        self._do("glass", open_glass, seen, reason=reason, seen_sha=seen.sha256, by=self._who(first))
        if glass := BreakGlass.objects.filter(revision=seen).first():
            self._do("second", second_glass, glass, seen_sha=seen.sha256, by=self._who(second))
        self._publish(seen, who, channel)

    # -- how

    def _do(self, name: str, deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """One step. Whatever is raised but a refusal is a fault, and fails the test."""
        self.tally["steps"] += 1
        try:
            done = deed(*args, **kwargs)
        except Refused:
            self.tally[f"{name}: no"] += 1
            return None
        self.tally[f"{name}: done"] += 1
        return done

    def _draft(self, who: str, words: int, channels: list[str], citing: set[int]) -> None:
        statement: Statement | None = self._do(
            "draft",
            draft_statement,
            self.room,
            title="A statement",
            kind=StatementKind.POST,
            text=f"Words {words}",
            channels=channels,
            citations=self._facts(citing),
            by=self._who(who),
        )
        if statement:
            self.texts = [*self.texts[-3:], [statement.current]]

    def _save(self, at: int, who: str, age: int, **changes: Any) -> None:
        seen = self._text(at, age)
        said = {"text": seen.text, "channels": seen.channels, "citations": self._cited(seen), **changes}
        saved = self._do(
            "edit", save_revision, seen.statement, based_on=seen.number, by=self._who(who), **said
        )
        if saved and saved.number > self._text(at, 0).number:
            self.texts[at % len(self.texts)].append(saved)

    def _sign(self, seen: Revision, who: str, *, knows: bool) -> None:
        self._do("sign", sign_off, seen, seen_sha=seen.sha256, acknowledged=knows, by=self._who(who))

    def _publish(self, seen: Revision, who: str, channel: str) -> None:
        by = self._who(who)
        if self._do("publish", publish, seen, channel=channel, url="", seen_sha=seen.sha256, by=by):
            self._judge()

    def _publish_by_hand(self, seen: Revision, who: str, channel: str) -> None:
        if self._do("publish by hand", publish_by_hand, seen, channel, by=self._who(who).pk):
            self._judge()

    def _judge(self, *, everything: bool = False) -> None:
        record = Record(self.room.pk)
        faults = judged(record, 0 if everything else self.judged_until)
        self.judged_until = max([self.judged_until, *(each["id"] for each in record.publications)])
        self.tally["judged"] += 1
        if faults:
            raise AssertionError("\n".join(faults))

    def _who(self, username: str) -> Any:
        return getattr(self.cast, username)

    def _text(self, at: int, age: int) -> Revision:
        texts = self.texts[at % len(self.texts)]
        return texts[max(0, len(texts) - 1 - age)]

    def _fact(self, which: int) -> Fact:
        return self.facts[which % len(self.facts)]

    def _facts(self, which: set[int]) -> list[Fact]:
        return [self._fact(each) for each in sorted(which)] if self.facts else []

    def _cited(self, seen: Revision) -> list[Fact]:
        return [cited.fact for cited in seen.citations.all()]

    def _place(self, username: str) -> Participant | None:
        return Participant.objects.filter(incident=self.room, person=self._who(username)).first()
