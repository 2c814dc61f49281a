"""Who can log in to the demo."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from marketplace.accounts.models import User

PASSWORD = "galleria-demo"
# As marketplace/runtime/exposure.py looks for them.
IS_DEMO = Q(is_active=True, email__endswith=".example")


@dataclass(frozen=True, slots=True)
class DemoPerson:
    role: str
    email: str
    first_name: str
    last_name: str


# The operator's second factor; `manage.py otp` prints its current code.
SECRET = "GALLERIADEMOGALLERIADEMOGALLERIA"
OPERATOR = DemoPerson("Operator", "operator@galleria.example", "Olga", "Petri")
CUSTOMERS = (
    DemoPerson("Customer", "anna@galleria.example", "Anna", "Berg"),
    DemoPerson("Customer", "karim@galleria.example", "Karim", "Haddad"),
)


def staff_of(slug: str) -> dict[str, DemoPerson]:
    """The people of one shop by their membership's role."""
    names = {
        "owner": ("Olivia", "Stein"),
        "editor": ("Emil", "Roth"),
        "fulfilment": ("Frida", "Lang"),
    }
    return {
        role: DemoPerson(f"{slug}: {role}", f"{role}@{slug}.example", first, last)
        for role, (first, last) in names.items()
    }


def account_of(person: DemoPerson, *, is_superuser: bool = False) -> User:
    """The person's account, made if it is not there; its password is PASSWORD.

    Its address counts as proven: nobody can open a mailbox of the demo.
    """
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, is_superuser=is_superuser)
    user.first_name, user.last_name = person.first_name, person.last_name
    user.email_verified_at = user.email_verified_at or timezone.now()
    user.set_password(PASSWORD)
    user.save()
    return user


def address() -> dict[str, str]:
    return {
        "first_name": "Anna",
        "last_name": "Berg",
        "line1": "Lindenallee 7",
        "city": "Leipzig",
        "postcode": "04103",
        "country": "DE",
        "phone_number": "+493411234567",
    }


def credentials(person: DemoPerson) -> dict[str, str]:
    return {"role": person.role, "email": person.email, "password": PASSWORD}
