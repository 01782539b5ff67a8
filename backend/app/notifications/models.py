"""What people said about the mails that they get."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class MutedMail(Base):
    """A kind of mail that somebody turned off. Only the kinds in the check can be."""

    __tablename__ = "muted_mails"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint("kind IN ('reminders', 'review_requests')", name="kind"),)
