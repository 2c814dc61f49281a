"""The cast of the isolation tests, planted once for this folder.

No test of this folder may be transactional: what it commits would end the cast's transaction.
"""

from tests.isolation.conftest import cast, invoices_drawn_once, media  # noqa: F401
