"""What monitoring refuses with."""

from app.core.errors import Unavailable


class NotReady(Unavailable):
    """The answer's body says which part is missing, in the words of `Readiness`."""

    code, title = "not_ready", "This process cannot serve at the moment"

    def __init__(self, *, database: bool, migrations: str, cache: bool) -> None:
        super().__init__()
        self.extra = {"database": database, "migrations": migrations, "cache": cache}
