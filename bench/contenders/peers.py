"""The limit, and others of their kind."""

import json
import shutil
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from time import monotonic_ns

import socketio

from bench.contenders.base import Relay
from bench.house import House
from bench.place import BENCH, NODE_MODULES


class Bare(Relay):
    name = "bare uvloop (limit)"

    def command(self) -> Sequence[str]:
        return self.house.python("bench.servers.bare", str(self.port), self.house.redis_url, self.channel)


class PythonSocketIO(Relay):
    name = "python-socketio"
    mode = "sio"
    most = 1000

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._manager = socketio.RedisManager(house.redis_url, write_only=True)

    def command(self) -> Sequence[str]:
        application = "bench.servers.python_socketio:application"
        return self.house.python("bench.servers.serve", application, str(self.port))

    def readers(self, count: int) -> list[str]:
        return ["/socket.io/?EIO=4&transport=websocket\t\t\t"] * count

    def publish(self) -> tuple[int, int]:
        said = json.loads(self.text())
        at = monotonic_ns()
        self._manager.emit("entry", said, room="room")
        return self._n, at


class EventStream(Relay):
    """Server-sent events from a Django view."""

    name = "django-eventstream"
    mode = "sse"
    most = 1000

    def command(self) -> Sequence[str]:
        application = "bench.servers.eventstream:application"
        return self.house.python("bench.servers.serve", application, str(self.port))

    def readers(self, count: int) -> list[str]:
        return ["/events/\t\t\t"] * count

    def publish(self) -> tuple[int, int]:
        # What its send_event() publishes; that one can only be imported where its settings are.
        event = {"channel": "room", "event_type": "message", "data": self.text(), "pub_id": None}
        said = json.dumps(event)
        at = monotonic_ns()
        self._valkey.publish("events_channel", said)
        return self._n, at


class NodeWs(Relay):
    name = "node ws"
    program = "ws.js"

    def lacks(self) -> str:
        if not shutil.which("node"):
            return "node is not installed"
        return "" if NODE_MODULES.exists() else "npm could not install its packages"

    def command(self) -> Sequence[str]:
        program = BENCH / "servers" / "node" / self.program
        return [
            *("env", f"NODE_PATH={NODE_MODULES}", "NODE_ENV=production"),
            *("node", str(program), str(self.port), self.house.redis_url, self.channel),
        ]


class NodeSocketIO(NodeWs):
    name = "node socket.io"
    program = "socketio.js"
    mode = "sio"

    def readers(self, count: int) -> list[str]:
        return ["/socket.io/?EIO=4&transport=websocket\t\t\t"] * count


class Nchan(Relay):
    name = "nginx nchan"

    MODULES = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/share/nginx/modules")

    def lacks(self) -> str:
        if not shutil.which("nginx"):
            return "nginx is not installed (Debian: apt install nginx libnginx-mod-nchan)"
        return "" if self._module() else "this nginx has no nchan (Debian: apt install libnginx-mod-nchan)"

    def _module(self) -> Path | None:
        found = [Path(folder) / "ngx_nchan_module.so" for folder in self.MODULES]
        return next((path for path in found if path.exists()), None)

    def command(self) -> Sequence[str]:
        text = (BENCH / "servers" / "nchan.conf").read_text()
        filled = {
            "load_module": f"load_module {self._module()};",
            "home": str(self.house.home),
            "port": str(self.port),
        }
        for name, value in filled.items():
            text = text.replace(f"@{name}@", value)
        config = self.house.home / "nginx.conf"
        config.write_text(text)
        return ["nginx", "-c", str(config), "-p", str(self.house.home)]

    def readers(self, count: int) -> list[str]:
        return ["/subscribe\t\t\t"] * count

    def publish(self) -> tuple[int, int]:
        url = f"http://127.0.0.1:{self.port}/publish"
        request = urllib.request.Request(url, self.text().encode(), method="POST")
        at = monotonic_ns()
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310
            return self._n, at
