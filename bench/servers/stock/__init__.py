"""The same app with its feed built the usual way: Channels, channels_redis, one group per stream, a render per socket.

Nothing in here is made slow on purpose: it is what the documentation of Channels leads to. Same models, same views,
same database pool, same uvicorn.
"""
