"""The product's settings, with a channel layer as its documentation shows it."""

from warroom.settings import *  # noqa: F403
from warroom.settings import INSTALLED_APPS, REDIS_URL

INSTALLED_APPS = [*INSTALLED_APPS, "bench.servers.stock.apps.StockConfig"]
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
}
