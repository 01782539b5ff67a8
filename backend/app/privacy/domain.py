"""The words and numbers of privacy."""

from app.core.rate_limit import Limit, Window

# Grows when the meaning of a section changes; new sections and fields do not change it.
EXPORT_VERSION = 1
EXPORT_LIMIT = Limit("privacy-export", account=Window(10, 3_600))
# What the other side of a lesson reads.
LEAVING_REASON = "The account was closed."
