"""What the tables of search know of a person."""

from sqlalchemy import select

from app.core.personal_data import Blank, Keep, PersonalData, Remove, Retention
from app.search.domain import KEPT_OF_GUESTS, KEPT_OF_PEOPLE
from app.search.models import Favorite, SearchEvent, SearchHistoryEntry, SearchInteraction

_NOBODYS = Blank(
    lambda _user_id, _now: {
        "user_id": None,
        "guest_session_id": None,
        "address_hash": None,
        "referrer_host": None,
        "q": None,
        "unrecognized": [],
    }
)

PERSONAL_DATA = (
    PersonalData(
        Favorite, "favorites", "Whom you want to find again.", lambda user_id: Favorite.user_id == user_id, Remove()
    ),
    PersonalData(
        Favorite,
        "kept_by_others",
        "That others kept you is theirs to know.",
        lambda user_id: Favorite.instructor_id == user_id,
        Remove(),
        is_exported=False,
    ),
    PersonalData(
        SearchHistoryEntry,
        "search_history",
        "What you searched for and can find again.",
        lambda user_id: SearchHistoryEntry.user_id == user_id,
        Remove(),
    ),
    PersonalData(
        SearchInteraction,
        "search_interactions",
        "Results that you looked at or booked, while you agreed that we keep it.",
        lambda user_id: SearchInteraction.search_id.in_(select(SearchEvent.id).where(SearchEvent.user_id == user_id)),
        Keep("They belong to searches that nobody can be told by any more."),
    ),
    PersonalData(
        SearchEvent,
        "search_events",
        "Searches that you made while you agreed that we keep them, to make search better.",
        lambda user_id: SearchEvent.user_id == user_id,
        _NOBODYS,
        hidden=frozenset({"address_hash"}),
    ),
)

RETENTION = (
    Retention(
        "search events of people",
        SearchEvent,
        KEPT_OF_PEOPLE,
        lambda before: SearchEvent.at < before,
        Remove(),
        "A year shows every season of demand once.",
    ),
    Retention(
        "search events of guests",
        SearchEvent,
        KEPT_OF_GUESTS,
        lambda before: (SearchEvent.at < before) & SearchEvent.user_id.is_(None),
        Remove(),
        "A guest's browser has no other use of them.",
    ),
    Retention(
        "search history of people",
        SearchHistoryEntry,
        KEPT_OF_PEOPLE,
        lambda before: SearchHistoryEntry.searched_at < before,
        Remove(),
        "Nobody looks for what they searched for a year ago.",
    ),
    Retention(
        "search history of guests",
        SearchHistoryEntry,
        KEPT_OF_GUESTS,
        lambda before: (SearchHistoryEntry.searched_at < before) & SearchHistoryEntry.user_id.is_(None),
        Remove(),
        "The browser that made it has most likely forgotten it too.",
    ),
)
