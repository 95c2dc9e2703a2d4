"""Every way in which words could come to count as published, each tried in earnest.

A way ends quietly whether it got through or not, as long as the no it got was one of ours: what came of it is
what the tables say.
"""

import os
import subprocess
import sys
from collections.abc import Callable

from celery import current_app
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from approvals.models import Revision
from common.verdicts import Refused
from incidents.actions.notes import post_note
from publishing.actions.publications import publish
from publishing.models import Publication
from tests.approvals.views.browse import as_, post
from tests.cast import Cast
from tests.journeys.house import ROOT, address_of_test_database
from tests.races.by_hand import publish_by_hand

SHELL = """
from django.db import DatabaseError, transaction
from accounts.models import User
from approvals.models import Revision
from common.verdicts import Refused
from incidents.actions.notes import post_note
from publishing.actions.publications import publish
from publishing.models import Publication
proof = Revision.objects.get(pk={revision}); lead = User.objects.get(username="lead")
room = proof.statement.incident
try:
    publish(proof, channel="{channel}", url="", seen_sha=proof.sha256, by=lead)
except Refused as no:
    print("refused", no)
for ignore in (False, True):
    try:
        with transaction.atomic():
            entry = post_note(room, text="from the shell", by=lead)
            if ignore:
                import pgtrigger
                pgtrigger.ignore("publishing.Publication:admits_publication").__enter__()
            Publication.objects.create(incident=room, statement=proof.statement, revision=proof, entry=entry,
                channel="{channel}", url="", sha256=proof.sha256, published_by=lead,
                published_at=entry.clock_at, clock_at=entry.clock_at)
    except (DatabaseError, KeyError, ValueError) as no:
        print("refused", no)
print("tried")
"""


def through_the_view(cast: Cast, revision: Revision, channel: str) -> None:
    where = f"{reverse('publications', args=[revision.statement_id])}?revision={revision.number}"
    sent = {"channel": channel, "url": "https://social.example/1", "seen_sha": revision.sha256}
    for person in (cast.lead, cast.comms):
        answer = post(as_(person), where, sent)
        assert answer.status_code < 500


def through_the_deed(cast: Cast, revision: Revision, channel: str) -> None:
    try:
        publish(revision, channel=channel, url="", seen_sha=revision.sha256, by=cast.lead)
    except Refused:
        return


def through_the_models(cast: Cast, revision: Revision, channel: str) -> None:
    """Past every deed, in our own process; and in bulk, past `save` too."""
    room = revision.statement.incident
    for write in (Publication.objects.create, _in_bulk):
        try:
            with transaction.atomic():
                entry = post_note(room, text="past the deeds", by=cast.lead)
                write(
                    incident=room,
                    statement=revision.statement,
                    revision=revision,
                    entry=entry,
                    channel=channel,
                    sha256=revision.sha256,
                    published_by=cast.lead,
                    published_at=entry.clock_at,
                    clock_at=entry.clock_at,
                )
        except DatabaseError as no:
            if not (_code(no).startswith("WR0") or _code(no) == "23505"):
                raise


def through_sql(cast: Cast, revision: Revision, channel: str) -> None:
    """As the app's own role, with every switch thrown that such a role can reach."""
    for switch in ("", "SET pgtrigger.ignore = '{pgtrigger_admits_publication}'"):
        with connection.cursor() as cursor:
            cursor.execute(switch or "SELECT 1")
        try:
            publish_by_hand(revision, channel, by=cast.lead.pk)
        except Refused:
            continue
        finally:
            with connection.cursor() as cursor:
                cursor.execute("RESET pgtrigger.ignore" if switch else "SELECT 1")


def through_the_shell(cast: Cast, revision: Revision, channel: str) -> None:
    """`manage.py shell` in a process of its own."""
    code = SHELL.format(revision=revision.pk, channel=channel)
    environment = {**os.environ, "DATABASE_URL": address_of_test_database(), "DATABASE_POOL": "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    ran = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.endswith("tried\n"), ran.stdout + ran.stderr


def through_the_admin(cast: Cast, revision: Revision, channel: str) -> None:
    """As the administrator of everything."""
    cast.lead.is_staff = cast.lead.is_superuser = True
    cast.lead.save(update_fields=["is_staff", "is_superuser"])
    client = Client()
    client.force_login(cast.lead)
    sent = {"revision": revision.pk, "statement": revision.statement_id, "channel": channel}
    sent |= {"incident": revision.statement.incident_id, "sha256": revision.sha256}
    for path in ("add/", "1/change/", "1/delete/"):
        assert client.post(f"/admin/publishing/publication/{path}", sent).status_code in (302, 403, 404)


def through_every_task(cast: Cast, revision: Revision, channel: str) -> None:
    """By name, as anybody who reaches the queue could, with what such a task might take."""
    current_app.loader.import_default_modules()
    for name, task in current_app.tasks.items():
        if not name.startswith("celery."):
            for arguments in ([], [revision.pk], [revision.pk, channel]):
                task.apply(args=arguments)


def _in_bulk(**fields: object) -> None:
    Publication.objects.bulk_create([Publication(**fields)])


def _code(error: DatabaseError) -> str:
    return str(getattr(error.__cause__, "sqlstate", ""))


Way = Callable[[Cast, Revision, str], None]
OPEN_TO_THE_SIGNED: list[Way] = [
    through_the_view,
    through_the_deed,
    through_the_models,
    through_sql,
    through_the_shell,
]
EVERY_WAY: list[Way] = [*OPEN_TO_THE_SIGNED, through_the_admin, through_every_task]


def send(cast: Cast, revision: Revision, *, channels: tuple[str, ...] = ("x",)) -> list[str]:
    """Try every way on each channel. Returns by which ways it went out."""
    out = []
    for way in EVERY_WAY:
        for channel in channels:
            before = Publication.objects.count()
            way(cast, revision, channel)
            if Publication.objects.count() > before:
                out.append(way.__name__)
    return out
