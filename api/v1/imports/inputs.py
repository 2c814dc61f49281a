"""A file of products."""

from rest_framework import serializers

from api.inputs import Input, example
from tenants.feeds.amounts import MARKS
from tenants.feeds.formats import FORMATS


class ImportInput(Input):
    file = serializers.FileField(
        allow_empty_file=True, help_text="CSV or XLSX, at most 64 MB", style=example("(the file)")
    )
    format = serializers.ChoiceField(
        choices=sorted(FORMATS),
        required=False,
        help_text="Found out where it is absent",
        style=example("template"),
    )
    decimal = serializers.ChoiceField(
        choices=sorted(MARKS),
        required=False,
        help_text="What parts the decimals, where the file's numbers can be read both ways",
        style=example("comma"),
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Report only; change nothing", style=example(False)
    )
