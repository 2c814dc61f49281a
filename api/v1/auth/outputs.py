"""Whoever is logged in, and the tokens of the login."""

from typing import Annotated, TypedDict

from api.outputs import Email, Uuid, field
from api.v1 import samples
from api.v1.cart.outputs import MergedOutput
from marketplace.accounts.models import User


class UserOutput(TypedDict):
    id: Annotated[Uuid, field("The account's id", samples.ACCOUNT)]
    email: Annotated[Email, field("The address to log in by", "ada@mail.example")]
    phone: Annotated[str | None, field("E.164; null: none", None)]
    first_name: Annotated[str, field("May be empty", "Ada")]
    last_name: Annotated[str, field("May be empty", "Lovelace")]
    email_verified: Annotated[bool, field("Whether a link that was sent there was opened", True)]
    phone_verified: Annotated[bool, field("Whether a code that was sent there came back", False)]


class TokensOutput(TypedDict):
    access: Annotated[str, field("15 minutes; `Authorization: Bearer ...`", samples.TOKEN)]
    refresh: Annotated[str, field("7 days, good for one exchange", samples.TOKEN)]


class LoginOutput(TokensOutput):
    user: Annotated[UserOutput, field("Who is logged in")]
    cart: Annotated[
        MergedOutput | None, field("What became of the guest's cart (`X-Cart-Token`)", None)
    ]


def show_user(user: User) -> UserOutput:
    return {
        "id": str(user.uuid),
        "email": user.email,
        "phone": user.phone,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email_verified": user.email_verified_at is not None,
        "phone_verified": user.is_phone_verified,
    }
