import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from bench.servers.stock.events import group_of, html_of, row_of
from incidents.models import Participant, TimelineEntry


class StoryConsumer(AsyncWebsocketConsumer):
    """Joins a group per stream its person may read, sends what the page missed, then whatever is posted."""

    async def connect(self) -> None:
        room = self.scope["url_route"]["kwargs"]["room"]
        streams = await self.streams_in(room)
        if not streams:
            await self.close(4403)
            return
        self.joined = [group_of(room, stream) for stream in streams]
        for group in self.joined:
            await self.channel_layer.group_add(group, self.channel_name)
        offers = self.scope["subprotocols"]
        await self.accept(subprotocol=offers[0] if offers else None)
        held = dict(token.split(".")[1:] for token in offers if token.startswith("held."))
        for n, html in await self.missed(room, {stream: int(held.get(stream, 0)) for stream in streams}):
            await self.send(text_data=json.dumps({"n": n, "html": html}))

    async def disconnect(self, code: int) -> None:
        for group in getattr(self, "joined", ()):
            await self.channel_layer.group_discard(group, self.channel_name)

    async def entry_posted(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"n": event["n"], "html": html_of(row_of(event))}))

    @database_sync_to_async
    def streams_in(self, room: int) -> list[str]:
        user = self.scope["user"]
        place = Participant.objects.active().filter(incident=room, person=user.pk).first()
        return sorted(place.streams) if place else []

    @database_sync_to_async
    def missed(self, room: int, held: dict[str, int]) -> list[tuple[int, str]]:
        rows: list[TimelineEntry] = []
        for stream, n in held.items():
            rows += TimelineEntry.objects.filter(incident=room, stream=stream, n__gt=n).told()
        return [(row.n, html_of(row)) for row in rows]
