"""One-time codes: asked for, answered."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1.auth.inputs import DeviceInput
from marketplace.accounts.models import Challenge

# Neither is asked for: a login by a second factor begins at auth/login/.
ASKED = [choice for choice in Challenge.Purpose.choices if choice[0] != Challenge.Purpose.SECOND]


SENT_BY = [choice for choice in Challenge.Channel.choices if choice[0] != Challenge.Channel.APP]


class RequestOtpInput(Input):
    identifier = serializers.CharField(
        max_length=254,
        required=False,
        help_text="The account's e-mail address or phone number; absent: my own",
        style=example("ada@mail.example"),
    )
    purpose = serializers.ChoiceField(
        choices=ASKED, help_text="What the code is for", style=example("login")
    )
    channel = serializers.ChoiceField(
        choices=SENT_BY,
        required=False,
        help_text="Absent: that of the identifier, or `email`",
        style=example("email"),
    )


class VerifyOtpInput(DeviceInput):
    challenge = serializers.UUIDField(
        help_text="From the request for the code",
        style=example("2f1c7d58-3b0a-4f0e-9c61-0d5a7e1b9c44"),
    )
    code = serializers.CharField(
        max_length=40,
        help_text="Six digits; for a second factor a recovery code as well",
        style=example("482913"),
    )
