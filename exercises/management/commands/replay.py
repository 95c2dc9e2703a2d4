from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises import casting, demo
from exercises.pack import Pack, Step
from exercises.problems import PackError
from exercises.replay import HALFWAY, ReplayError, play
from exercises.shelf import find_pack
from exercises.times import read_time


class Command(BaseCommand):
    help = "Play a scenario pack into an exercise room of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", help="the name of a pack in scenarios/, or a .yaml file")
        parser.add_argument(
            "--speed", type=float, default=0, help="minutes of the story per minute; 0 (default): all at once"
        )
        parser.add_argument("--until", help=f'"{HALFWAY}", or a time of the story: "2008-12-10 16:00"')
        parser.add_argument(
            "--as-demo",
            action="store_true",
            help="make the cast's accounts, with the demo password, if missing",
        )
        parser.add_argument("--force", action="store_true", help="with --as-demo: even when DEBUG is off")

    def handle(self, **options: Any) -> None:
        try:
            pack = find_pack(options["pack"])
            until = _until(pack, options["until"])
            if options["speed"] < 0:
                raise ValueError("--speed cannot be negative")
            self.play(pack, until, options)
        except PackError as error:
            raise CommandError(f"{options['pack']} cannot be played as it is written:\n{error}") from error
        except (LookupError, ValueError, ReplayError) as error:
            raise CommandError(str(error)) from error

    def play(self, pack: Pack, until: datetime | str | None, options: dict[str, Any]) -> None:
        if options["as_demo"]:
            if not (allowed := demo.may_seed(forced=options["force"])):
                raise CommandError(f"{allowed.reason} Use --force if that is what you want.")
            demo.seed_people(pack)
        people = casting.cast(pack)

        def tell(step: Step) -> None:
            if options["verbosity"] > 1 or options["speed"]:
                at = step.at.astimezone(pack.zone)
                self.stdout.write(f"{at:%Y-%m-%d %H:%M} {pack.cast[step.by].name}: {step.do}")

        try:
            room = play(pack, people=people, until=until, speed=options["speed"], tell=tell)
        except KeyboardInterrupt:
            raise CommandError("stopped; the room stays as it is", returncode=130) from None
        where = f"room {room.pk}: {room.get_absolute_url()}" if room else "no room: it opens later than that"
        self.stdout.write(self.style.SUCCESS(f"Played {pack.slug} into {where}"))


def _until(pack: Pack, text: str | None) -> datetime | str | None:
    """Where to stop. Raises ValueError when `text` is neither the mark nor a time."""
    return text if text in (None, HALFWAY) else read_time(text, pack.zone)
