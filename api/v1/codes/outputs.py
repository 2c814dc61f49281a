"""One-time codes."""

from typing import Annotated, TypedDict

from api.outputs import Uuid, field
from api.v1.auth.outputs import LoginOutput, UserOutput
from api.v1.codes.inputs import ASKED, SENT_BY


class OtpOutput(TypedDict):
    challenge: Annotated[
        Uuid, field("To be sent with the code", "2f1c7d58-3b0a-4f0e-9c61-0d5a7e1b9c44")
    ]
    channel: Annotated[str, field("How the code was sent", "email", choices=SENT_BY)]
    expires_in: Annotated[int, field("Seconds, from when the code is sent", 300)]


class OtpAnswerOutput(TypedDict):
    purpose: Annotated[str, field("`login` for a second factor too", "login", choices=ASKED)]
    user: Annotated[UserOutput, field("Whose code it was")]
    login: Annotated[LoginOutput | None, field("Where the purpose was `login`")]
    reset_token: Annotated[
        str | None,
        field(
            "Where the purpose was `reset`: for `auth/password/reset/confirm/`, 15 minutes", None
        ),
    ]
