from argparse import ArgumentParser
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from exercises import casting, demo
from exercises.replay import HALFWAY, play
from exercises.shelf import find_pack
from incidents.actions.rooms import open_room
from incidents.models import Incident, Kind, Severity

PACK = "ranger-station-fire"
# The same key every time: a second seeding finds the room of the first.
EMPTY_ROOM = uuid5(NAMESPACE_URL, "war-room:demo:empty-room")


class Command(BaseCommand):
    help = "Make what a newcomer needs: the demo accounts, a room played half-way, and an empty one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="even when DEBUG is off")

    def handle(self, **options: Any) -> None:
        if not (allowed := demo.may_seed(forced=options["force"])):
            raise CommandError(f"{allowed.reason} Use --force if that is what you want.")
        pack = find_pack(PACK)
        # All of it or nothing: whoever starts again after a crash finds the house empty, and seeds it.
        with transaction.atomic():
            demo.seed_people(pack)
            people = casting.cast(pack)
            if not Incident.objects.filter(is_exercise=True, scenario=PACK).exists():
                play(pack, people=people, until=HALFWAY)
            self.open_empty_room(people[pack.lead.key])
        logins = ", ".join(member.login for member in pack.cast.values())
        self.stdout.write(self.style.SUCCESS(f"Demo ready. Logins: {logins}. Password: {demo.PASSWORD}"))

    def open_empty_room(self, lead: User) -> None:
        open_room(
            title="An empty room, to try things in",
            summary="Nothing has happened here yet.",
            severity=Severity.SEV4,
            kind=Kind.OTHER,
            by=lead,
            key=EMPTY_ROOM,
        )
