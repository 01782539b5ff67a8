"""A real SMTP server that delivers to nobody: mails land in a folder and are read in the browser."""

from embedded.mailbox.store import Attachment, Mail, MailStore

__all__ = ["Attachment", "Mail", "MailStore"]
