"""What must not be reachable from other machines: accounts whose password is published.

Asked by the supervisor before it serves and by the web server's entry, so that neither
`make run` nor a server of one's own opens the demo to a network. Loads no Django.
"""

import ipaddress
from typing import Any

from marketplace.settings import env

# The demo's people alone have addresses below .example, a domain that nobody can ever own: a real
# account could not have been proven there. Whether somebody changed a password is not looked at.
DEMO_ACCOUNTS = (
    "SELECT count(*) FROM public.accounts_user WHERE is_active AND email LIKE '%.example'"
)


class Exposed(RuntimeError):
    """Demo accounts would be open to other machines; the message says what to do."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"BIND_ADDRESS={address} would open demo accounts, whose password is published, to "
            "other machines: lock them with `manage.py demo --lock`, or start an empty "
            "marketplace with DEMO=false and another GALLERIA_HOME or DATABASE_URL, or keep to "
            "BIND_ADDRESS=127.0.0.1."
        )


def bind_address() -> str:
    return env.text("BIND_ADDRESS", default="127.0.0.1")


def is_loopback(address: str) -> bool:
    """Whether only this machine reaches what listens there; a name but localhost counts as not."""
    if address.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def has_demo_accounts(cursor: Any) -> bool:
    """Whether anybody can log in as a person of the demo; no table, no people."""
    cursor.execute("SELECT to_regclass('public.accounts_user') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return False
    cursor.execute(DEMO_ACCOUNTS)
    return bool(cursor.fetchone()[0])


def refuse_demo_accounts(cursor: Any) -> None:
    """Raises Exposed where the configured address is not loopback and the demo's people are in."""
    address = bind_address()
    if not is_loopback(address) and has_demo_accounts(cursor):
        raise Exposed(address)
