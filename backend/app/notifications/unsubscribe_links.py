"""Links that turn one kind of mail off for one person, without signing in: RFC 8058's one click."""

import base64
import hashlib
import hmac
import uuid

from app.notifications.domain import MailKind


class UnsubscribeLinks:
    """Only a holder of the secret can make a link, and a link can do nothing else; so it never runs out."""

    def __init__(self, secret_key: str, web_origin: str) -> None:
        self._key = hashlib.sha256(b"unsubscribe:" + secret_key.encode()).digest()
        self._web_origin = web_origin.rstrip("/")

    def url(self, user_id: uuid.UUID, kind: MailKind) -> str:
        return f"{self._web_origin}/api/notifications/unsubscribe?token={self.token(user_id, kind)}"

    def token(self, user_id: uuid.UUID, kind: MailKind) -> str:
        said = f"{user_id}.{kind}"
        return f"{said}.{self._sign(said)}"

    def read(self, token: str) -> tuple[uuid.UUID, MailKind] | None:
        """None for anything but a token of ours."""
        said, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(said).encode()):
            return None
        user_id, _, kind = said.partition(".")
        return uuid.UUID(user_id), MailKind(kind)

    def _sign(self, said: str) -> str:
        digest = hmac.digest(self._key, said.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
