import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse

from common.guards import Guard, append_only
from incidents.models.choices import Role, Stream
from incidents.models.incident import Incident
from incidents.models.participant import Participant

if TYPE_CHECKING:
    from accounts.models import User

PREFIXES = {"b": Stream.BRIEFING, "w": Stream.WORKING, "p": Stream.PRIVILEGED}
REF = re.compile(r"([bwp])([1-9][0-9]{0,17})")

# Longer than it takes to type a sentence, shorter than what anyone would call "earlier".
BACK_DATED_AFTER = timedelta(minutes=2)

# One statement takes the room's lock, hands out the numbers and links the chain, so that no path into the
# table (an action, the admin, raw SQL) can leave a gap, reorder history or forge a link.
TAKE_NUMBERS = """
SELECT * INTO STRICT room FROM incidents_incident WHERE id = NEW.incident_id FOR UPDATE;
IF NEW.refers_to_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM incidents_timelineentry earlier
    WHERE earlier.id = NEW.refers_to_id AND earlier.incident_id = NEW.incident_id AND earlier.stream = NEW.stream
) THEN
    RAISE EXCEPTION 'an entry refers only to its own room and stream' USING ERRCODE = 'WR002';
END IF;
NEW.room_seq := room.room_seq + 1;
NEW.n := 1 + CASE NEW.stream
    WHEN 'briefing' THEN room.briefing_n WHEN 'working' THEN room.working_n ELSE room.privileged_n END;
NEW.recorded_at := greatest(clock_timestamp(), room.last_recorded_at + interval '1 microsecond');
NEW.clock_at := NEW.recorded_at - room.clock_offset;
NEW.occurred_at := coalesce(NEW.occurred_at, NEW.clock_at);
NEW.previous_hash := room.last_hash;
NEW.hash := sha256(NEW.previous_hash || convert_to(jsonb_build_array(
    NEW.incident_id, NEW.room_seq, NEW.stream, NEW.n, NEW.type, NEW.payload, NEW.actor_id, NEW.refers_to_id,
    NEW.strands, (extract(epoch FROM NEW.occurred_at) * 1000000)::bigint,
    (extract(epoch FROM NEW.recorded_at) * 1000000)::bigint,
    (extract(epoch FROM NEW.clock_at) * 1000000)::bigint)::text, 'UTF8'));
UPDATE incidents_incident SET
    room_seq = NEW.room_seq,
    briefing_n = briefing_n + (NEW.stream = 'briefing')::int,
    working_n = working_n + (NEW.stream = 'working')::int,
    privileged_n = privileged_n + (NEW.stream = 'privileged')::int,
    last_recorded_at = NEW.recorded_at,
    last_hash = NEW.hash
WHERE id = NEW.incident_id;
RETURN NEW;
"""


# What is in the row and was not in the INSERT, or looks different there (JSON knows no tuples).
FILLED_IN = frozenset(
    {"n", "room_seq", "recorded_at", "clock_at", "occurred_at", "previous_hash", "hash", "payload"}
)


class TimelineEntryQuerySet(models.QuerySet["TimelineEntry"]):
    def visible_to(self, user: "User") -> Self:
        """Entries of the streams that `user` may read today, in any room. Mirrors `Participant.streams`."""
        place = Participant.objects.active().filter(person=user, incident=OuterRef("incident"))
        mine = self.annotate(
            my_role=Subquery(place.values("role")[:1]), my_clearance=Subquery(place.values("is_cleared")[:1])
        )
        return mine.filter(my_role__isnull=False).filter(
            Q(stream=Stream.BRIEFING)
            | (~Q(my_role=Role.GUEST) & Q(stream=Stream.WORKING))
            | (~Q(my_role=Role.GUEST) & Q(stream=Stream.PRIVILEGED, my_clearance=True))
        )

    def in_streams(self, streams: frozenset[Stream]) -> Self:
        return self.filter(stream__in=streams)

    def standing(self) -> Self:
        """Entries that nobody has struck."""
        return self.exclude(later__type="entry.struck")

    def by_ref(self, ref: str) -> Self:
        """The entry with this reference ("w12"); none when the reference is malformed."""
        parsed = REF.fullmatch(ref)
        if parsed is None:
            return self.none()
        return self.filter(stream=PREFIXES[parsed[1]], n=int(parsed[2]))

    def told(self) -> Self:
        """In the order of the story, with its people and what it refers to."""
        return self.referring().order_by("recorded_at")

    def referring(self) -> Self:
        """With its people, and with the number of what it refers to."""
        return self.select_related("actor").annotate(root_n=F("refers_to__n"))

    def search(self, words: str) -> Self:
        """Entries holding all of `words`. English by stem and by the beginning of the last word; anything
        beyond ASCII (Korean above all) by its letter pairs, because Postgres has no Korean stemmer and two
        syllables make no trigram."""
        terms = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", words))
        if not terms:
            return self.none()
        found = self
        ascii_terms = [term for term in terms if term.isascii()]
        if ascii_terms:
            *whole, last = ascii_terms
            # The last word may be typed only half, and half a word has no stem: it is also looked for as typed.
            found = found.filter(
                RawSQL(
                    "incidents_timelineentry.search_vector @@ (to_tsquery('english', %s)"
                    " && (to_tsquery('english', %s) || to_tsquery('simple', %s)))",
                    [" & ".join(whole), f"{last}:*", f"{last}:*"],
                    output_field=models.BooleanField(),
                )
            )
        for term in terms:
            if not term.isascii():
                found = found.filter(
                    RawSQL(
                        "(incidents_timelineentry.search_bigrams @> search_bigrams(%s))",
                        [term],
                        output_field=models.BooleanField(),
                    ),
                    search_text__icontains=term,
                )
        return found


class TimelineEntry(models.Model):
    """One immutable line of the story. Numbers, times and hashes are filled in by Postgres."""

    # No index on the room alone, nor on the actor: others begin with them, and Postgres would read a whole room
    # through it when it expects little behind a number.
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries", db_index=False)
    room_seq = models.PositiveBigIntegerField(default=0)
    stream = models.CharField(max_length=12, choices=Stream)
    n = models.PositiveBigIntegerField(default=0)
    type = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    clock_at = models.DateTimeField()
    strands = ArrayField(models.CharField(max_length=3), default=list)
    refers_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    client_key = models.UUIDField(null=True)
    previous_hash = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")
    search_text = models.TextField(default="")

    objects = TimelineEntryQuerySet.as_manager()

    root_n: int | None  # of those that `referring` has fetched

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "room_seq"], name="one_entry_per_room_seq"),
            models.UniqueConstraint(
                fields=["incident", "stream", "n"], name="one_entry_per_number_and_stream"
            ),
            models.UniqueConstraint(fields=["incident", "previous_hash"], name="history_never_forks"),
            models.UniqueConstraint(fields=["actor", "client_key"], name="one_entry_per_press"),
            models.CheckConstraint(name="a_known_stream", condition=Q(stream__in=Stream.values)),
        ]
        indexes = [
            models.Index(fields=["incident", "recorded_at"], name="entry_story"),
            models.Index(fields=["incident", "type", "recorded_at"], name="entry_type"),
            models.Index(
                fields=["incident", "occurred_at"], name="entry_signals", condition=Q(type="signal.posted")
            ),
        ]
        triggers = [
            *append_only(),
            Guard(
                name="take_numbers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("room", "incidents_incident%ROWTYPE")],
                func=TAKE_NUMBERS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.type}"

    def get_absolute_url(self) -> str:
        return reverse("entry", args=[self.incident_id, self.ref])

    def forget_what_postgres_fills_in(self) -> None:
        """Ask the row itself for it, should anybody want to know. Most posts end without a look back."""
        for name in FILLED_IN:
            delattr(self, name)

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """What Postgres has filled in is fetched in one go, whichever of it is asked for first."""
        if fields is not None:
            asked = set(fields)
            fields = asked | (self.get_deferred_fields() & FILLED_IN if asked & FILLED_IN else set())
        super().refresh_from_db(using, fields, from_queryset)

    @property
    def ref(self) -> str:
        """The entry's public name in its room: the stream's initial and its number there, "w12"."""
        return f"{self.stream[0]}{self.n}"

    @property
    def root_ref(self) -> str:
        """The reference of the entry that this one refers to, which stands in the same stream; "" for none."""
        if self.refers_to_id is None:
            return ""
        n = self.root_n if hasattr(self, "root_n") else TimelineEntry.objects.get(pk=self.refers_to_id).n
        return f"{self.stream[0]}{n}"

    @property
    def is_backdated(self) -> bool:
        """Whether it was told noticeably later than it happened."""
        return self.clock_at - self.occurred_at > BACK_DATED_AFTER
