from typing import Any

from asgiref.sync import async_to_sync
from django.apps import AppConfig
from django.db import transaction
from django.db.models.signals import post_save


class StockConfig(AppConfig):
    """Tells the groups instead of the hub: after a commit, the new entry goes to everybody in its stream."""

    name = "bench.servers.stock"

    def ready(self) -> None:
        from live import hints

        hints.room_changed = lambda room: None  # nobody listens for them here
        post_save.connect(announce, sender="incidents.TimelineEntry", weak=False)


def announce(instance: Any, **_: Any) -> None:
    from channels.layers import get_channel_layer

    from bench.servers.stock.events import event_of, group_of

    actor = str(instance.actor or "")  # now, while it is at hand

    def send() -> None:
        group, event = group_of(instance.incident_id, instance.stream), event_of(instance, actor)
        async_to_sync(get_channel_layer().group_send)(group, event)

    transaction.on_commit(send)
