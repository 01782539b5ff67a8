"""The ranges of one day, put in order. Pure: ranges in, sorted ranges out."""

from collections.abc import Iterable

from app.core.timerange import QUARTER_HOUR, MinuteRange, merge


class SlotManager:
    """Minutes of a day as ranges; `step` is what edges lie on, in minutes."""

    def __init__(self, step: int = QUARTER_HOUR) -> None:
        self._step = step

    def align(self, ranges: Iterable[MinuteRange]) -> list[MinuteRange]:
        """Cut inwards to whole steps: never more time than was given. What is shorter than a step goes."""
        edges = ((-(-item.start // self._step), item.end // self._step) for item in ranges)
        return sorted(MinuteRange(first * self._step, last * self._step) for first, last in edges if first < last)

    def merge(self, ranges: Iterable[MinuteRange]) -> list[MinuteRange]:
        """The same minutes, with overlapping and touching ranges made one."""
        return merge(ranges)

    def split(self, ranges: Iterable[MinuteRange], cuts: Iterable[int]) -> list[MinuteRange]:
        """The same ranges, each cut at the minutes that lie inside it."""
        pieces = sorted(ranges)
        for cut in cuts:
            pieces = [part for item in pieces for part in _cut(item, cut)]
        return pieces

    def gaps(self, ranges: Iterable[MinuteRange], within: Iterable[MinuteRange]) -> list[MinuteRange]:
        """What `within` has and `ranges` has not."""
        filled = merge(ranges)
        edges = [edge for item in filled for edge in (item.start, item.end)]
        pieces = self.split(merge(within), edges)
        return merge(piece for piece in pieces if not any(item.contains(piece) for item in filled))


def _cut(item: MinuteRange, cut: int) -> list[MinuteRange]:
    if not item.start < cut < item.end:
        return [item]
    return [MinuteRange(item.start, cut), MinuteRange(cut, item.end)]
