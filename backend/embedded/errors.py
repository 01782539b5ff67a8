"""What can go wrong with an embedded server, in words for the person at the terminal."""


class EmbeddedError(Exception):
    """A server cannot be started or stopped. The message is one or two plain sentences and says what to do."""
