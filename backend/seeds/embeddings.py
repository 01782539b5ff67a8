"""What subjects mean to the model: system data that is computed here, not written down."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import NullPool

from app.catalog.dependencies import build_catalog_service
from app.core.database import create_engine
from app.core.embeddings import LocalEmbedder


async def seed_embeddings(database_url: str) -> str:
    """Says what was done. Safe to run at any time: a look when nothing changed, without the model."""
    engine = create_engine(database_url, poolclass=NullPool)
    embedder = LocalEmbedder()
    try:
        async with AsyncSession(engine, expire_on_commit=False) as session:
            refreshed = await build_catalog_service(session).refresh_embeddings(embedder)
    finally:
        embedder.close()
        await engine.dispose()
    if refreshed.embedded is None:
        return "no embeddings, the model is not installed; search goes by words alone"
    return f"{refreshed.embedded} of {refreshed.subjects} subjects were new or had changed"
