"""Who searches, and what may be kept of it. Pure.

Without consent an event keeps nothing that could tie it to a person: no account, no browser, no address, no page that
they came from and none of their own words but those that we did not know, and of these only plain words.
"""

import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.core.text import normalise
from app.search.domain import Device

MAX_HOST_LENGTH = 253
_BOT = re.compile(r"bot\b|crawl|spider|slurp|preview|facebookexternalhit", re.IGNORECASE)
_TABLET = re.compile(r"ipad|tablet|kindle|silk|android(?!.*mobile)", re.IGNORECASE)
_MOBILE = re.compile(r"iphone|ipod|mobile|android|windows phone", re.IGNORECASE)
_DESKTOP = re.compile(r"windows nt|macintosh|x11|cros|linux", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Searcher:
    """Under whose name searches are kept: a person's, or a guest's browser's; a stranger has neither."""

    user_id: uuid.UUID | None = None
    guest_session_id: uuid.UUID | None = None

    @property
    def is_known(self) -> bool:
        return self.user_id is not None or self.guest_session_id is not None


@dataclass(frozen=True, slots=True)
class Visit:
    """The circumstances of one search. `started` is a reading of the machine's stopwatch, in seconds."""

    searcher: Searcher
    has_consent: bool
    keeps_history: bool
    device: Device
    referrer_host: str | None
    address: str
    started: float


def device_of(user_agent: str | None) -> Device:
    kinds = ((_BOT, Device.BOT), (_TABLET, Device.TABLET), (_MOBILE, Device.MOBILE), (_DESKTOP, Device.DESKTOP))
    return next((kind for pattern, kind in kinds if user_agent and pattern.search(user_agent)), Device.OTHER)


def foreign_host(referrer: str | None, web_origin: str) -> str | None:
    """The host of the page that somebody came from; None when there was none or it was of our web app."""
    try:
        host = urlsplit(referrer or "").hostname
    except ValueError:
        return None
    is_ours = host == urlsplit(web_origin).hostname
    return None if not host or is_ours or len(host) > MAX_HOST_LENGTH else host


def without_person(unrecognized: list[str]) -> list[str]:
    """Of the words that we did not know, those that are nothing but words: no number, no address of any kind."""
    return [words for words in unrecognized if words.replace(" ", "").isalpha()]


def fingerprint(q: str, filters: dict[str, Any]) -> str:
    """The same for searches that differ in nothing but spaces, case and punctuation."""
    asked = json.dumps([normalise(q), filters], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()
