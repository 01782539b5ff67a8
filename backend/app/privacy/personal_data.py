"""The whole of what is known of people, table by table: what a domain says of its own, put together.

Erasure goes from top to bottom: rows that say whose other rows are come after these.
"""

from app.accounts import personal_data as accounts
from app.analytics import personal_data as analytics
from app.availability import personal_data as availability
from app.bookings import personal_data as bookings
from app.calendars import personal_data as calendars
from app.core.audit import AuditEntry
from app.core.personal_data import Keep, PersonalData, Retention
from app.instructors import personal_data as instructors
from app.notifications import personal_data as notifications
from app.reviews import personal_data as reviews
from app.search import personal_data as search
from app.series import personal_data as series
from app.waitlist import personal_data as waitlist

AUDIT = PersonalData(
    AuditEntry,
    "audit_log",
    "What administrators did with your account, and what you did with all of your data.",
    lambda user_id: AuditEntry.subject_id == user_id,
    Keep("It proves what was done and can be changed by nobody. It holds ids, no names."),
    hidden=frozenset({"actor_id", "request_id", "previous_hash", "hash"}),
)

PERSONAL_DATA: tuple[PersonalData, ...] = (
    AUDIT,
    *analytics.PERSONAL_DATA,
    *search.PERSONAL_DATA,
    *series.PERSONAL_DATA,
    *reviews.PERSONAL_DATA,
    *notifications.PERSONAL_DATA,
    *calendars.PERSONAL_DATA,
    *waitlist.PERSONAL_DATA,
    *bookings.PERSONAL_DATA,
    *availability.PERSONAL_DATA,
    *instructors.PERSONAL_DATA,
    *accounts.PERSONAL_DATA,
)

RETENTION: tuple[Retention, ...] = (*bookings.RETENTION, *search.RETENTION)

# Tables that say nothing of a person, each with what it does say.
NOT_PERSONAL: dict[str, str] = {
    "role_permissions": "what each role may do",
    "categories": "the catalog",
    "subjects": "the catalog",
    "subject_aliases": "the catalog",
    "subject_embeddings": "the catalog's words as vectors",
    "category_aliases": "the catalog",
    "boroughs": "the city",
    "borough_aliases": "the city",
    "neighborhoods": "the city",
    "neighborhood_aliases": "the city",
    "zip_areas": "the city",
    "search_sums": "how many searches an hour or a day had",
    "subject_facts": "demand and supply of a subject",
}
