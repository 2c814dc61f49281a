"""What django-oscar-api's login takes."""

from rest_framework import serializers

from api.inputs import Input, example
from api.v1 import samples


class OscarLoginInput(Input):
    username = serializers.CharField(
        max_length=254,
        help_text="E-mail address or phone number",
        style=example("ada@mail.example"),
    )
    password = serializers.CharField(
        max_length=128,
        trim_whitespace=False,
        help_text="As it was set",
        style=example(samples.PASSWORD),
    )
