"""What a request tells of who searches."""

import pytest

from app.search.domain import Device
from app.search.visit import device_of, fingerprint, foreign_host, without_person

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
IPAD = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
GALAXY_TAB = "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (IPHONE, Device.MOBILE),
        (PIXEL, Device.MOBILE),
        (IPAD, Device.TABLET),
        (GALAXY_TAB, Device.TABLET),
        (MAC, Device.DESKTOP),
        (GOOGLEBOT, Device.BOT),
        ("python-httpx/0.28", Device.OTHER),
        ("", Device.OTHER),
        (None, Device.OTHER),
    ],
)
def test_the_device_is_read_off_the_user_agent(user_agent: str | None, device: Device) -> None:
    assert device_of(user_agent) is device


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://www.Google.com/search?q=my+name", "www.google.com"),
        ("https://instainstru.com/instructors", None),
        ("https://[broken", None),
        ("no address", None),
        (f"https://{'a' * 300}.com", None),
        (None, None),
    ],
)
def test_only_the_host_of_another_site_is_kept_of_a_referrer(referrer: str | None, host: str | None) -> None:
    assert foreign_host(referrer, "https://instainstru.com:443") == host


def test_without_a_person_only_plain_words_are_left() -> None:
    said = ["theremin", "saz lute", "me@example.com", "212 555 0100", "42b"]
    assert without_person(said) == ["theremin", "saz lute"]


def test_the_same_search_in_other_letters_has_the_same_fingerprint() -> None:
    assert fingerprint("Piano,  Astoria", {}) == fingerprint("piano astoria", {})
    assert fingerprint("piano", {}) != fingerprint("piano", {"place": "online"})
