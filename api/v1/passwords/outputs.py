"""Whether a token still resets a password."""

from typing import Annotated, TypedDict

from api.outputs import field


class ResetTokenOutput(TypedDict):
    valid: Annotated[bool, field("Whether it would still set a password", True)]
