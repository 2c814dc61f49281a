"""An account as operators see it, and whoever has it."""

from typing import Annotated

from api.outputs import Moment, field
from api.v1 import samples
from api.v1.me.outputs import IdentityOutput, show_identity
from api.v1.outputs import PageOutput, timestamp
from marketplace.accounts.models import User


class AccountOutput(IdentityOutput):
    is_active: Annotated[bool, field("Whether it can be logged in to", True)]
    joined_at: Annotated[Moment, field("When the account was made", samples.PLACED_AT)]


class AccountPageOutput(PageOutput):
    results: Annotated[list[AccountOutput], field("The newest first")]


def show_account(user: User) -> AccountOutput:
    return {
        **show_identity(user),
        "is_active": user.is_active,
        "joined_at": timestamp(user.date_joined),
    }
