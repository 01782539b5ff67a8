"""Reading the audit log, checking it, and keeping its newest hash elsewhere."""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.admin.schemas import AuditRead, AuditVerdict, FlawRead
from app.core.audit import Anchor, AnchorFile, AuditFilter, AuditReader, check_chain
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation

log = structlog.get_logger(__name__)

FLAWS_SHOWN = 100


class AuditDesk(BaseService):
    def __init__(self, session: AsyncSession, reader: AuditReader, anchors: AnchorFile) -> None:
        super().__init__(session)
        self._reader = reader
        self._anchors = anchors

    @measure_operation
    async def list_entries(self, which: AuditFilter, page: PageParams) -> Page[AuditRead]:
        """The newest first."""
        entries, total = await self._reader.list_entries(which, page.limit, page.offset)
        items = [AuditRead.model_validate(entry) for entry in entries]
        return Page(items=items, total=total, limit=page.limit, offset=page.offset)

    @measure_operation
    async def verify(self, anchor: Anchor | None = None) -> AuditVerdict:
        """Computes every hash again; `anchor` is one that somebody kept, beside those of the file."""
        # The anchors first: what is written meanwhile lies beyond them.
        anchors = [*self._anchors.read(), *([anchor] if anchor else [])]
        links = await self._reader.links()
        flaws = check_chain(links, anchors)
        if flaws:
            log.error("the audit log was tampered with", flaws=len(flaws), first_id=flaws[0].id)
        head = links[-1] if links else None
        return AuditVerdict(
            is_whole=not flaws,
            rows=len(links),
            anchors=len(anchors),
            head_id=head.id if head else None,
            head_hash=head.hash if head else None,
            flaws=[FlawRead.model_validate(flaw) for flaw in flaws[:FLAWS_SHOWN]],
        )

    @measure_operation
    async def keep_anchor(self) -> bool:
        """Writes the newest hash into the file and the log stream; False when nothing is new. Safe to run twice."""
        head = await self._reader.head()
        if head is None or not self._anchors.append(head):
            return False
        log.info("audit head", id=head.id, hash=head.hash)
        return True
