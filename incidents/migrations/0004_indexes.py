"""Two indexes go from the timeline and one comes, while the house is in use.

Left to itself, Django would add the foreign keys anew, and lock the timeline, its rooms and its people for as
long as reading the whole timeline takes. The state says that the fields have no index of their own; the
database drops just these indexes, and waits for readers and writers instead of keeping them waiting. Each step
stands alone, and all of them may be taken again after one of them broke off.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Named by Django in 0001, after a hash of the table and the column.
UNASKED = {
    "actor_id": "incidents_timelineentry_actor_id_a2b3a581",
    "incident_id": "incidents_timelineentry_incident_id_1647aff9",
}


def drop(name):
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('incidents', '0003_gate_reads_the_story'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # An index whose building broke off stays behind, unusable and under its name.
        migrations.RunSQL(drop("entry_signals"), migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='timelineentry',
            index=models.Index(condition=models.Q(('type', 'signal.posted')), fields=['incident', 'occurred_at'], name='entry_signals'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='timelineentry',
                    name='actor',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
                ),
                migrations.AlterField(
                    model_name='timelineentry',
                    name='incident',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='incidents.incident'),
                ),
            ],
            database_operations=[
                migrations.RunSQL(
                    [drop(name)],
                    [drop(name), f"CREATE INDEX CONCURRENTLY {name} ON incidents_timelineentry ({column})"],
                )
                for column, name in UNASKED.items()
            ],
        ),
    ]
