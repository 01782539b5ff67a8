"""Why a message did not go out. These stay inside the worker; nobody is answered with them."""


class DeliveryFailed(Exception):
    """It may work later: the mail server is away, slow or refuses for now."""


class Undeliverable(Exception):
    """It will never work: the address is refused, the account is gone, the message makes no sense."""
