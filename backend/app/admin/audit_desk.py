"""Reading the audit log, checking it, and keeping its newest hash elsewhere."""

import uuid
from collections.abc import Mapping, Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.directory import DirectoryService
from app.accounts.domain import Principal
from app.admin.schemas import AuditedBooking, AuditRead, AuditVerdict, FlawRead
from app.bookings.booking_reader import BookingReader
from app.bookings.schemas import BookingRead
from app.core.audit import Anchor, AnchorFile, AuditAction, AuditEntry, AuditFilter, AuditReader, check_chain
from app.core.schemas import Page, PageParams
from app.core.service import BaseService, measure_operation

log = structlog.get_logger(__name__)

FLAWS_SHOWN = 100
ABOUT_BOOKINGS = {AuditAction.BOOKING_VIEWED, AuditAction.BOOKING_CANCELLED}

Names = Mapping[uuid.UUID, str]


class AuditDesk(BaseService):
    def __init__(
        self,
        session: AsyncSession,
        reader: AuditReader,
        directory: DirectoryService,
        bookings: BookingReader,
        anchors: AnchorFile,
    ) -> None:
        super().__init__(session)
        self._reader = reader
        self._directory = directory
        self._bookings = bookings
        self._anchors = anchors

    @measure_operation
    async def list_entries(self, admin: Principal, which: AuditFilter, page: PageParams) -> Page[AuditRead]:
        """The newest first. The log holds ids; what they stand for is of today, and deleted people have no name."""
        entries, total = await self._reader.list_entries(which, page.limit, page.offset)
        names = await self._directory.names_of(_mentioned(entries))
        bookings = await self._bookings.list_visible(admin, _mentioned_bookings(entries))
        known = {booking.id: _as_audited(booking) for booking in bookings}
        items = [_said(entry, names, known) for entry in entries]
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


def _mentioned(entries: Sequence[AuditEntry]) -> set[uuid.UUID]:
    return {named for entry in entries for named in (entry.actor_id, entry.subject_id) if named is not None}


def _mentioned_bookings(entries: Sequence[AuditEntry]) -> set[uuid.UUID]:
    return {entry.subject_id for entry in entries if entry.subject_id and entry.action in ABOUT_BOOKINGS}


def _as_audited(booking: BookingRead) -> AuditedBooking:
    student, instructor = booking.student, booking.instructor
    return AuditedBooking(
        subject=booking.subject.name,
        student_name=f"{student.first_name} {student.last_name}".strip(),
        instructor_name=f"{instructor.first_name} {instructor.last_name}".strip(),
        booking_date=booking.booking_date,
        start_time=booking.start_time,
        end_time=booking.end_time,
        timezone=booking.timezone,
    )


def _said(entry: AuditEntry, names: Names, bookings: Mapping[uuid.UUID, AuditedBooking]) -> AuditRead:
    read = AuditRead.model_validate(entry)
    return read.model_copy(
        update={
            "actor_name": names.get(entry.actor_id) if entry.actor_id else None,
            "subject_name": names.get(entry.subject_id) if entry.subject_id else None,
            "booking": bookings.get(entry.subject_id) if entry.subject_id else None,
        }
    )
