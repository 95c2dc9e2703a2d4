"""`python -m tests.clocks.scene furnish | ask MINUTES_AGO… | pass MINUTES ROOM… | kick TIMES`: what the clocks see.

A process of its own, so that the tests' Django keeps to the tests' database. Prints JSON.
"""

import json
import os
import sys


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warroom.settings"
    import django

    django.setup()
    what, *values = sys.argv[1:]
    deed = {"furnish": furnish, "ask": ask, "pass": let_pass, "kick": kick}[what]
    json.dump(deed(*map(int, values)), sys.stdout)


def furnish() -> dict[str, list[int]]:
    from django.core.management import call_command

    from tests.cast import Demand, a_policy, hire

    call_command("migrate", verbosity=0)
    cast = hire()
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30, deputy=cast.support.pk)])
    return {"rooms": []}


def ask(*minutes_ago: int) -> dict[str, list[int]]:
    """A room for each, in which legal was asked to sign so many minutes ago."""
    from tests.approvals.proofs import an_asked_revision, wait
    from tests.cast import Cast, User, a_room

    cast = Cast(**{person.username: person for person in User.objects.all()})
    rooms = []
    for minutes in minutes_ago:
        room = a_room(cast)
        an_asked_revision(cast, room)
        wait(cast, room, minutes)
        rooms.append(room.pk)
    return {"rooms": rooms}


def let_pass(minutes: int, *rooms: int) -> dict[str, list[int]]:
    from incidents.models import Incident
    from tests.approvals.proofs import wait
    from tests.cast import Cast, User

    cast = Cast(**{person.username: person for person in User.objects.all()})
    for room in rooms:
        wait(cast, Incident.objects.get(pk=room), minutes)
    return {"rooms": list(rooms)}


def kick(times: int) -> dict[str, list[int]]:
    """Ask for the task by name, as beat does, so many times at once."""
    from warroom.celery import app

    for _each in range(times):
        app.send_task("approvals.tasks.keep_sign_off_clocks")
    return {"rooms": []}


if __name__ == "__main__":
    main()
