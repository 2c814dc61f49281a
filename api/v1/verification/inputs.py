"""Whose address is to be proven."""

from api.inputs import Input, example
from api.v1.fields import MailboxText


class ResendVerificationInput(Input):
    email = MailboxText(
        max_length=254,
        required=False,
        help_text="Absent: that of my account",
        style=example("ada@mail.example"),
    )
