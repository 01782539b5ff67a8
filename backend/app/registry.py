"""THE list of domains: their routers, their tables and their task modules."""

from dataclasses import dataclass

from fastapi import APIRouter

from app.accounts import models as accounts_models
from app.accounts.dependencies import GuestAdopter
from app.accounts.routes import router as accounts_router
from app.admin.routes import router as admin_router
from app.analytics import models as analytics_models
from app.analytics import routes as analytics_routes
from app.availability import models as availability_models
from app.bookings import models as bookings_models
from app.bookings import routes as bookings_routes
from app.calendars import models as calendars_models
from app.calendars.routes import router as calendars_router
from app.catalog import models as catalog_models
from app.catalog.routes import router as catalog_router
from app.core import audit as core_audit
from app.core import events as core_events
from app.core import idempotency as core_idempotency
from app.geo import models as geo_models
from app.geo.routes import router as geo_router
from app.instructors import models as instructors_models
from app.instructors import routes as instructors_routes
from app.monitoring import routes as monitoring_routes
from app.notifications import models as notifications_models
from app.notifications.routes import router as notifications_router
from app.privacy.routes import router as privacy_router
from app.reviews import models as reviews_models
from app.reviews.routes import router as reviews_router
from app.schedule import routes as schedule_routes
from app.search import models as search_models
from app.search import routes as search_routes
from app.search.dependencies import adopt_searches
from app.series import models as series_models
from app.series.routes import router as series_router
from app.waitlist import models as waitlist_models
from app.waitlist.routes import router as waitlist_router


@dataclass(frozen=True, slots=True)
class Domain:
    """What the application takes from a domain."""

    name: str
    routers: tuple[APIRouter, ...] = ()
    task_modules: tuple[str, ...] = ()
    adopt_guest: GuestAdopter | None = None


# Also the order in which a path is looked for: what is asked most stands first.
DOMAINS: tuple[Domain, ...] = (
    Domain("schedule", (schedule_routes.public_router, schedule_routes.live_router, schedule_routes.router)),
    Domain(
        "search",
        (search_routes.router, search_routes.favorites_router, search_routes.words_router),
        ("app.search.tasks",),
        adopt_guest=adopt_searches,
    ),
    # Before bookings, whose paths with an id would take its paths for theirs.
    Domain("series", (series_router,)),
    Domain("bookings", (bookings_routes.router,), ("app.bookings.tasks",)),
    Domain("accounts", (accounts_router,), ("app.accounts.tasks",)),
    Domain("analytics", (analytics_routes.found_router, analytics_routes.router), ("app.analytics.tasks",)),
    Domain("instructors", (instructors_routes.router, instructors_routes.public_router)),
    Domain("reviews", (reviews_router,), ("app.reviews.tasks",)),
    Domain("availability", task_modules=("app.availability.tasks",)),
    Domain("calendars", (calendars_router,)),
    Domain("waitlist", (waitlist_router,), ("app.waitlist.tasks",)),
    Domain("notifications", (notifications_router,), ("app.notifications.tasks",)),
    Domain("catalog", (catalog_router,)),
    Domain("geo", (geo_router,)),
    Domain("admin", (admin_router,), ("app.admin.tasks",)),
    Domain("privacy", (privacy_router,), ("app.privacy.tasks",)),
    Domain(
        "monitoring",
        (monitoring_routes.router, monitoring_routes.redis_router, monitoring_routes.database_router),
        ("app.monitoring.tasks",),
    ),
)

# Importing a domain's models is what puts its tables into the metadata.
MODEL_MODULES = (
    core_audit,
    core_events,
    core_idempotency,
    accounts_models,
    notifications_models,
    catalog_models,
    geo_models,
    instructors_models,
    availability_models,
    bookings_models,
    series_models,
    waitlist_models,
    calendars_models,
    reviews_models,
    search_models,
    analytics_models,
)
