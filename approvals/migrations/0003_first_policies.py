"""The policies that a house starts with. They are rows like any other and are outlived by newer ones."""

from django.db import migrations


def seed(apps, schema_editor):
    SignOffPolicy = apps.get_model("approvals", "SignOffPolicy")
    SignOffPolicy.objects.create(name="Comms and legal", roles=["comms", "legal"])
    SignOffPolicy.objects.create(name="Executive on SEV1", severities=[1], roles=["executive"])


class Migration(migrations.Migration):
    dependencies = [("approvals", "0002_fingerprint")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
