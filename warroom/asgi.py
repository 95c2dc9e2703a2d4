"""HTTP goes to Django, sockets to the rooms. This is where live meets the incidents it knows nothing of."""

import os

import django
from channels.routing import ProtocolTypeRouter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")
django.setup(set_prefix=False)  # before anything with models

from incidents.feed import RoomFeed  # noqa: E402
from live.routing import sockets  # noqa: E402
from warroom.handler import Site  # noqa: E402

application = ProtocolTypeRouter({"http": Site(), "websocket": sockets(RoomFeed())})
