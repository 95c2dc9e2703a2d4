"""python-socketio with its Redis manager."""

import os
from typing import Any

import socketio

server: Any = socketio.AsyncServer(
    async_mode="asgi", client_manager=socketio.AsyncRedisManager(os.environ["REDIS_URL"])
)


@server.event
async def connect(sid: str, environ: dict[str, Any]) -> None:
    await server.enter_room(sid, "room")


application = socketio.ASGIApp(server)
