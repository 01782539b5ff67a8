"""Why a message did not go out, which stays inside the worker; and what administrators are answered."""

from app.core.errors import NotFound


class DeliveryFailed(Exception):
    """It may work later: the mail server is away, slow or refuses for now."""


class Undeliverable(Exception):
    """It will never work: the address is refused, the account is gone, the message makes no sense."""


class DeadLetterNotFound(NotFound):
    code, title = "dead_letter_not_found", "There is no such message among those that were given up"
