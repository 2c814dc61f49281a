"""Who is logged in, as django-oscar-api answers it."""

from typing import Annotated, TypedDict

from api.outputs import Email, Uuid, field
from api.v1 import samples
from marketplace.accounts.models import User


class OscarUserOutput(TypedDict):
    id: Annotated[Uuid, field("The account's id", samples.ACCOUNT)]
    username: Annotated[str, field("As `email`", "ada@mail.example")]
    email: Annotated[Email, field("The address to log in by", "ada@mail.example")]


def show_account(user: User) -> OscarUserOutput:
    return {"id": str(user.uuid), "username": user.email, "email": user.email}
