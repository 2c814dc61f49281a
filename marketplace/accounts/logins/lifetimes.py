"""How long a login lives: unused, and in all. Shorter for those who can do more harm."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

OPERATOR, STAFF, CUSTOMER = "operator", "staff", "customer"


@dataclass(frozen=True, slots=True)
class Lifetime:
    idle: timedelta
    absolute: timedelta

    @property
    def note_every(self) -> timedelta:
        """That a login is used is written down so rarely: reading a page is no write."""
        return self.idle / 10


def lifetime_of(kind: str) -> Lifetime:
    """Of settings.LOGIN_LIMITS; "" is a guest's session, which lives as a customer's."""
    idle, absolute = settings.LOGIN_LIMITS[kind or CUSTOMER]
    return Lifetime(idle=idle, absolute=absolute)
