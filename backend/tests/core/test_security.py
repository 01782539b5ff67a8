"""Proofs of who somebody is: only our own, only while they live."""

import base64
import json
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import OctKey

from app.core.clock import FixedClock
from app.core.security import (
    AccessClaims,
    AccessTokens,
    PasswordHasher,
    TokenSuccession,
    hash_opaque_token,
    new_opaque_token,
)

SECRET = "a-secret-that-is-long-enough-for-a-signature"
NOW = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
CLAIMS = AccessClaims(uuid.uuid4(), uuid.uuid4())


def tokens(secret: str = SECRET) -> AccessTokens:
    return AccessTokens(secret, FixedClock(NOW))


def payload(**changes: object) -> dict[str, object]:
    now = int(NOW.timestamp())
    good: dict[str, object] = {
        "iss": "instainstru",
        "aud": "instainstru-api",
        "sub": str(CLAIMS.user_id),
        "fam": str(CLAIMS.family_id),
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def signed(claims: dict[str, object], secret: str = SECRET, **header: str) -> str:
    return jwt.encode({"alg": "HS256", "typ": "at+jwt"} | header, claims, OctKey.import_key(secret))


def encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_a_token_says_who_and_in_which_login() -> None:
    assert tokens().read(tokens().issue(CLAIMS)) == CLAIMS
    assert tokens().read(signed(payload())) == CLAIMS


def test_two_tokens_of_one_moment_differ() -> None:
    assert tokens().issue(CLAIMS) != tokens().issue(CLAIMS)


@pytest.mark.parametrize(
    "token",
    [
        signed(payload(), secret="another-secret-that-is-long-enough-as-well"),
        signed(payload(exp=int(NOW.timestamp()) - 1)),
        signed(payload(exp=None)),
        signed(payload(iss="somebody-else")),
        signed(payload(aud="another-api")),
        signed(payload(sub=None)),
        signed(payload(sub="not-an-id")),
        signed(payload(fam=None)),
        signed(payload(fam=["a", "list"])),
        signed(payload(), typ="JWT"),
        f"{encoded({'alg': 'none', 'typ': 'at+jwt'})}.{encoded(payload())}.",
        f"{encoded({'alg': 'HS384', 'typ': 'at+jwt'})}.{encoded(payload())}.c2lnbmF0dXJl",
        f"{encoded(['no', 'object'])}.{encoded('no object')}.c2lnbmF0dXJl",
        f"{encoded({'alg': 'HS256', 'typ': 'at+jwt', 'crit': ['x']})}.{encoded(payload())}.c2lnbmF0dXJl",
    ],
)
def test_other_tokens_are_nobodys(token: str) -> None:
    assert tokens().read(token) is None


@settings(deadline=None)
@given(st.text() | st.text("abcXYZ019-_.", max_size=200))
def test_nonsense_is_nobodys(text: str) -> None:
    assert tokens().read(text) is None


@settings(deadline=None)
@given(position=st.integers(min_value=0), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-_."))
def test_a_changed_letter_makes_a_token_worthless(position: int, letter: str) -> None:
    token = tokens().issue(CLAIMS)
    position %= len(token)
    changed = token[:position] + letter + token[position + 1 :]
    # The last letter of a base64 signature has two bits that say nothing.
    assert changed == token or position == len(token) - 1 or tokens().read(changed) is None


async def test_passwords_are_verified_and_nobody_matches_nothing(passwords: PasswordHasher) -> None:
    stored = await passwords.hash("seven quiet lighthouses")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.verify("seven quiet lighthouses", stored)
    assert not await passwords.verify("Seven quiet lighthouses", stored)
    assert not await passwords.verify("seven quiet lighthouses", None)


def test_a_token_has_one_successor_that_the_secret_alone_tells() -> None:
    token = new_opaque_token()
    chain = TokenSuccession(SECRET)
    successors = [token]
    for _ in range(100):
        successors.append(chain.successor(successors[-1]))
    assert len(set(successors)) == 101
    assert chain.successor(token) == successors[1] == TokenSuccession(SECRET).successor(token)
    assert TokenSuccession(SECRET + "!").successor(token) != successors[1]
    assert len(successors[1]) == len(token)


def test_opaque_tokens_are_long_and_stored_as_a_hash() -> None:
    token = new_opaque_token()
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    assert token not in hash_opaque_token(token)
    assert hash_opaque_token(token) == hash_opaque_token(token)
