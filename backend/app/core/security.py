"""Proofs of who somebody is: password hashes, signed access tokens, opaque tokens."""

import asyncio
import base64
import hashlib
import hmac
import secrets
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.clock import Clock

ALGORITHM = "HS256"
TOKEN_TYPE = "at+jwt"  # noqa: S105 - RFC 9068's media type
ISSUER = "instainstru"
AUDIENCE = "instainstru-api"
ACCESS_TOKEN_LIFETIME = timedelta(minutes=15)
HASHING_THREADS = 2


class PasswordHasher:
    """Argon2id off the event loop, in a pool small enough that hashing cannot take all cores."""

    def __init__(self) -> None:
        self._hasher = PasswordHash((Argon2Hasher(memory_cost=19_456, time_cost=2, parallelism=1),))
        self._pool = ThreadPoolExecutor(HASHING_THREADS, thread_name_prefix="argon2")
        self._decoy = self._hasher.hash(secrets.token_urlsafe(16))

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._hasher.hash, password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """False for no hash, after the same work, so that timing does not tell whether an account exists."""
        known = password_hash or self._decoy
        matches = await asyncio.get_running_loop().run_in_executor(self._pool, self._hasher.verify, password, known)
        return matches and password_hash is not None

    def close(self) -> None:
        self._pool.shutdown(wait=False)


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """Who an access token speaks for, and the login family that it belongs to."""

    user_id: uuid.UUID
    family_id: uuid.UUID


class AccessTokens:
    """Signs and reads access tokens; the algorithm, type, issuer and audience are fixed."""

    def __init__(self, secret_key: str, clock: Clock) -> None:
        self._key = OctKey.import_key(secret_key)
        self._clock = clock

    def issue(self, claims: AccessClaims) -> str:
        now = self._clock.now()
        payload = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(claims.user_id),
            "fam": str(claims.family_id),
            "jti": secrets.token_urlsafe(12),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_TOKEN_LIFETIME).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM, "typ": TOKEN_TYPE}, payload, self._key)

    def read(self, token: str) -> AccessClaims | None:
        """None for anything but a token of ours that still lives."""
        try:
            decoded = jwt.decode(token, self._key, algorithms=[ALGORITHM])
            self._registry().validate(decoded.claims)
            claims = AccessClaims(uuid.UUID(str(decoded.claims["sub"])), uuid.UUID(str(decoded.claims["fam"])))
        except (JoseError, ValueError, KeyError, TypeError):
            return None
        return claims if decoded.header.get("typ") == TOKEN_TYPE else None

    def _registry(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )


def new_opaque_token() -> str:
    """256 bits for links and refresh tokens; only its hash is stored."""
    return secrets.token_urlsafe(32)


def hash_opaque_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class TokenSuccession:
    """Each refresh token has exactly one successor, which only a holder of the secret can compute.

    So asking twice gives the same answer: a lost answer can be asked for again and two tabs get the same token,
    while a login never has two live tokens, of which a thief could keep one unnoticed.
    """

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"refresh-token-succession:" + secret_key.encode()).digest()

    def successor(self, token: str) -> str:
        digest = hmac.digest(self._key, token.encode(), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_expired(expires_at: datetime, clock: Clock) -> bool:
    return expires_at <= clock.now()
