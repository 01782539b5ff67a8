"""What must always be true. Pure."""

from enum import StrEnum


class Invariant(StrEnum):
    """Each is the sentence that must hold: it stands in the log, in Prometheus's label and in the answer."""

    INSTRUCTORS = "no instructor is booked twice"
    STUDENTS = "no student is booked twice"
    COMPLETED = "lessons that are over are completed"
    HOLDS = "holds end"
    RATINGS = "ratings are the sum of reviews"
    SESSIONS = "who cannot sign in has no session"
    DELETED = "deleted accounts are empty"
    LISTED = "only listed offerings of listed instructors are found"
