"""An account as operators see it, and whoever has it."""

from typing import Annotated, TypedDict

from api.outputs import Email, Moment, Uuid, field
from api.v1 import samples
from api.v1.outputs import PageOutput, timestamp
from marketplace.accounts.models import User


class AccountOutput(TypedDict):
    id: Annotated[Uuid, field("The account's id", samples.ACCOUNT)]
    email: Annotated[Email, field("The address to log in by", "ada@mail.example")]
    email_verified: Annotated[bool, field("Whether a link that was sent there was opened", True)]
    phone: Annotated[str | None, field("E.164; null: none", "+442079460000")]
    phone_verified: Annotated[bool, field("Whether a code that was sent there came back", True)]
    first_name: Annotated[str, field("May be empty", "Ada")]
    last_name: Annotated[str, field("May be empty", "Lovelace")]
    is_active: Annotated[bool, field("Whether it can be logged in to", True)]
    joined_at: Annotated[Moment, field("When the account was made", samples.PLACED_AT)]


class AccountPageOutput(PageOutput):
    results: Annotated[list[AccountOutput], field("The newest first")]


def show_account(user: User) -> AccountOutput:
    return {
        "id": str(user.uuid),
        "email": user.email,
        "email_verified": user.email_verified_at is not None,
        "phone": user.phone,
        "phone_verified": user.is_phone_verified,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": user.is_active,
        "joined_at": timestamp(user.date_joined),
    }
