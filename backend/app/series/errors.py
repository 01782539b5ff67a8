"""What can go wrong with series."""

from app.core.errors import Conflict, NotFound


class SeriesNotFound(NotFound):
    code, title = "series_not_found", "No such series"


class NothingToChange(Conflict):
    code, title = "nothing_to_change", "No lesson of this series can be changed any more"
