"""The audit hears what the tenants and the other stages tell it, in their transactions."""

from marketplace.audit.services import write_entries
from tenants.registry.notices import audited


def connect() -> None:
    audited.connect(write_entries, dispatch_uid="audit.write_entries")
