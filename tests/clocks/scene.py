"""`python -m tests.clocks.scene furnish | staff | ask MINUTES_AGO… | pass MINUTES ROOM… | kick TIMES | replay TIMES |
export | work JOB TIMES`: what the clocks and the workers see.

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
    deeds = {"furnish": furnish, "staff": staff, "ask": ask, "pass": let_pass, "kick": kick}
    deed = (deeds | {"replay": replay, "export": export, "work": work})[what]
    json.dump(deed(*map(int, values)), sys.stdout)


def furnish() -> dict[str, list[int]]:
    from tests.cast import Cast, Demand, User, a_policy

    staff()
    cast = Cast(**{person.username: person for person in User.objects.all()})
    a_policy("Comms and legal", asks=[Demand("legal", (), minutes=30, deputy=cast.support.pk)])
    return {"rooms": []}


def staff() -> dict[str, list[int]]:
    """The cast, and the policies that ship: a replay signs by these."""
    from django.core.management import call_command

    from tests.cast import hire

    call_command("migrate", verbosity=0)
    hire()
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


def replay(times: int) -> dict[str, list[int]]:
    """The pack that ships, to be played all at once by whoever works."""
    from accounts.models import User
    from exercises.actions.replays import start_replay
    from exercises.library import volumes

    lead = User.objects.get(username="lead")
    return {"jobs": [start_replay(volumes()[0], by=lead).pk for _each in range(times)]}


def export() -> dict[str, list[int]]:
    """A copy that takes some steps, of a room with thousands of entries."""
    from django.db import transaction

    from accounts.models import User
    from incidents.entries import NotePosted
    from incidents.models import Incident, TimelineEntry
    from reporting.actions.exports import start_export
    from tests.cast import Cast, a_room

    cast = Cast(**{person.username: person for person in User.objects.all()})
    room: Incident = a_room(cast)
    said = NotePosted(text="Written at length. " * 40)
    with transaction.atomic():  # as one commit, which is quicker than thousands
        for _each in range(12_000):
            TimelineEntry.objects.create(
                incident=room, stream="working", type=said.type, payload=said.to_payload(), actor=cast.comms
            )
    return {"jobs": [start_export(room, by=cast.lead).pk]}


def work(job: int, times: int) -> dict[str, list[int]]:
    """Ask for one job by name, so many times at once."""
    from warroom.celery import app

    for _each in range(times):
        app.send_task("jobs.tasks.work_on", [job])
    return {"jobs": [job]}


if __name__ == "__main__":
    main()
