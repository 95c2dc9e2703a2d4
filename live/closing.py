"""Why the server ends a socket. The page decides by it whether to come back, load afresh or wipe itself."""

from enum import IntEnum


class Close(IntEnum):
    TRY_AGAIN = 1013  # the record cannot be asked just now
    NOT_UNDERSTOOD = 4400  # the socket is receive-only, and the page spoke
    SIGNED_OUT = 4401
    REMOVED = 4403
    STRANGER = 4404
    TOO_SLOW = 4408
    RELOAD = 4409  # preceded by a `reload` frame
    OTHER_RIGHTS = 4410  # what is on the page may be more than this person may see now
