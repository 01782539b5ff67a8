"""Why a message did not go out, which stays inside the worker; and what administrators are answered."""

from app.core.errors import NotFound, RuleViolation


class DeliveryFailed(Exception):
    """It may work later: the mail server is away, slow or refuses for now."""


class Undeliverable(Exception):
    """It will never work: the address is refused, the account is gone, the message makes no sense."""


class Unwanted(Exception):
    """Nobody needs it any more: it is too late, or the person turned such mails off."""


class InvalidUnsubscribeLink(RuleViolation):
    code, title = "invalid_unsubscribe_link", "This link is not whole"


class DeadLetterNotFound(NotFound):
    code, title = "dead_letter_not_found", "There is no such message among those that were given up"
