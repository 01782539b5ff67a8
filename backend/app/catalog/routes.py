"""GET /api/catalog: what can be taught."""

from typing import Annotated

from fastapi import Query

from app.catalog.dependencies import CatalogReaderDep
from app.catalog.schemas import CategoryRead, SubjectRead
from app.core.http import PrefixRouter
from app.core.http_cache import NOT_MODIFIED, cacheable_route
from app.core.schemas import SafeText

# Short, because the answers count what is listed at the moment.
MAX_AGE_SECONDS = 60

router = PrefixRouter(
    prefix="/api/catalog", tags=["catalog"], route_class=cacheable_route(MAX_AGE_SECONDS), responses=NOT_MODIFIED
)


@router.get("/categories", summary="The categories, in the order in which they are shown")
async def list_categories(catalog: CatalogReaderDep) -> list[CategoryRead]:
    return await catalog.list_categories()


@router.get("/subjects", summary="Subjects of a category, or what a word may mean")
async def list_subjects(
    catalog: CatalogReaderDep,
    category: Annotated[SafeText | None, Query(description="A category's slug")] = None,
    q: Annotated[
        SafeText | None,
        Query(max_length=200, description="A word in any form: name, alias, misspelling or a slip of the keyboard"),
    ] = None,
) -> list[SubjectRead]:
    return await catalog.list_subjects(category, q)
