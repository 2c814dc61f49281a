"""What django-oscar-api's login takes."""

from rest_framework import serializers

from api.inputs import example
from api.v1.fields import password_field
from api.v1.oscar.inputs import OscarInput


class OscarLoginInput(OscarInput):
    username = serializers.CharField(
        max_length=254,
        help_text="E-mail address or phone number",
        style=example("ada@mail.example"),
    )
    password = password_field()
