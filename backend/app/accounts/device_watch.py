"""Tells people when their account is signed in to from somewhere new.

What is compared is a kind of device, "Chrome on Windows", in a network, `203.0.113.0/24`: versions and the last part of
an address change by themselves. Both are kept only as a hash that the database alone cannot turn back.
"""

import hashlib
import hmac
import re
import uuid
from datetime import datetime
from ipaddress import ip_address, ip_network

from app.accounts.domain import Account, Device
from app.accounts.repository import DeviceRepository
from app.core.clock import Clock
from app.core.events import Outbox

NETWORK_BITS = {4: 24, 6: 48}
# The first that fits: an Edge also says that it is a Chrome, and a Chrome that it is a Safari.
BROWSERS = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"Firefox/|FxiOS/")),
    ("Chrome", re.compile(r"Chrome/|CriOS/|Chromium/")),
    ("Safari", re.compile(r"Safari/")),
)
SYSTEMS = (
    ("iPhone", re.compile(r"iPhone")),
    ("iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows")),
    ("Mac", re.compile(r"Macintosh|Mac OS X")),
    ("Chromebook", re.compile(r"CrOS")),
    ("Linux", re.compile(r"Linux|X11")),
)
UNKNOWN_DEVICE = "An unknown device"


def describe_device(user_agent: str | None) -> str:
    """`Chrome on Windows`; only words of ours, whatever the header holds."""
    browser = _first(BROWSERS, user_agent or "")
    system = _first(SYSTEMS, user_agent or "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN_DEVICE


def _first(names: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((name for name, pattern in names if pattern.search(text)), None)


def network_of(address: str) -> str:
    """`203.0.113.7` -> `203.0.113.0/24`; what is no address stands for itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, NETWORK_BITS[parsed.version]), strict=False))


class DeviceWatch:
    """Works inside the caller's transaction."""

    def __init__(self, devices: DeviceRepository, outbox: Outbox, clock: Clock, secret_key: str) -> None:
        self._devices = devices
        self._outbox = outbox
        self._clock = clock
        self._key = hashlib.sha256(b"known-devices:" + secret_key.encode()).digest()

    async def remember(self, user_id: uuid.UUID, device: Device) -> bool:
        """True when the device is new while others are known; the first one of an account surprises nobody."""
        return await self._devices.see(user_id, self._fingerprint(user_id, device), self._clock.now())

    async def notice(self, account: Account, login_id: uuid.UUID, device: Device) -> None:
        """A mail when this login comes from somewhere new."""
        if await self.remember(account.id, device):
            context = {
                "at": self._clock.now().isoformat(),
                "timezone": account.timezone,
                "device": describe_device(device.user_agent),
            }
            mail = {"template": "new_sign_in", "user_id": str(account.id), "context": context}
            await self._outbox.add("mail", f"sign-in:{login_id}", mail)

    async def forget(self, unseen_since: datetime) -> None:
        await self._devices.delete_unseen(unseen_since)

    def _fingerprint(self, user_id: uuid.UUID, device: Device) -> str:
        place = f"{user_id} {network_of(device.address)} {describe_device(device.user_agent)}"
        return hmac.digest(self._key, place.encode(), "sha256").hex()
