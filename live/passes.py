"""What a page shows at the door, so that a thousand pages coming back at once do not ask the database who they are."""

import base64
import json
import secrets
from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

from django.core.signing import BadSignature, TimestampSigner
from django.utils.crypto import constant_time_compare, salted_hmac

LIFETIME_SECONDS = 15 * 60

# Every character of a token must be legal in a subprotocol, which rules out the signer's own colon.
_signer = TimestampSigner(salt="live.pass", sep="~")


@dataclass(frozen=True)
class Pass:
    """Says who looks at which page of a room. Good only together with the session it was made for.

    It proves an identity, never a right: the read that lets a page in asks for both the session and the
    rights as they are at that moment.
    """

    person: int
    page: str
    _salt: str
    _rights: str

    def is_as_new_as(self, rights_version: int) -> bool:
        """Whether nobody's rights in this room have changed since it was made."""
        return constant_time_compare(self._rights, _seal(self._salt, rights_version))

    @classmethod
    def read(cls, token: str, *, session_key: str, room: int) -> Self | None:
        """The pass in this token, or None when it is forged, too old, or for another session or room."""
        try:
            packed = _signer.unsign(token, max_age=LIFETIME_SECONDS)
        except BadSignature:
            return None
        said = json.loads(base64.urlsafe_b64decode(packed + "=="))
        if said["room"] != room or not session_key or said["session"] != _digest(session_key):
            return None
        return cls(said["person"], said["page"], said["salt"], said["rights"])


def mint(*, person: int, session_key: str, room: int, rights_version: int, page: str = "") -> str:
    """A token for one page. `page`: "" for the room, `revision.<statement>.<n>` where a revision is read."""
    salt = secrets.token_hex(8)
    said = {
        "person": person,
        "session": _digest(session_key),
        "room": room,
        "salt": salt,
        "rights": _seal(salt, rights_version),
        "page": page,
    }
    packed = base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode())
    return _signer.sign(packed.decode().rstrip("="))


def _digest(session_key: str) -> str:
    return blake2b(session_key.encode(), digest_size=12).hexdigest()


def _seal(salt: str, rights_version: int) -> str:
    """The version, for us alone to recognise: a number would tell guests how often rights have changed."""
    return salted_hmac(f"live.pass.{salt}", str(rights_version), algorithm="sha256").hexdigest()[:24]
