"""A file of products."""

from typing import Any

from rest_framework import serializers

from api.inputs import Input, example
from tenants.feeds.amounts import MARKS
from tenants.feeds.formats import FORMATS
from tenants.feeds.layouts import Layout, LayoutMisfit, read_pairs
from tenants.feeds.sheets import HEAD_ROWS
from tenants.kernel.errors import Invalid

MOST_COLUMNS, LONGEST_PAIR, LONGEST_SHEET = 200, 1_200, 100


class ImportInput(Input):
    file = serializers.FileField(
        required=False,
        allow_empty_file=True,
        help_text="CSV, TSV, XML or XLSX, at most 64 MB; or an `import_id`",
        style=example("(the file)"),
    )
    import_id = serializers.UUIDField(
        required=False,
        help_text="Of a dry run, or of an import that failed since its columns are not clear, of "
        "the last day: its file once more, as its `table` shows it but for what is said here",
        style=example("a1b2c3d4-e5f6-4789-8abc-def012345678"),
    )
    mapping = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_PAIR),
        required=False,
        max_length=MOST_COLUMNS,
        help_text="`field=column` each: a column's heading, letter or number; `-` for none. The "
        "shop's next list with the same headings is read so too",
        style=example(["title=Bezeichnung", "price=C"]),
    )
    header_row = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=HEAD_ROWS,
        help_text="The row of the headings; 0: there are none",
        style=example(3),
    )
    sheet = serializers.CharField(
        required=False,
        max_length=LONGEST_SHEET,
        help_text="A workbook's sheet, by its name or its number from 1; of a text file what parts "
        "its cells: comma, semicolon, tab or bar",
        style=example("Products"),
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
    tax_rate = serializers.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=6,
        decimal_places=3,
        help_text="Per cent of tax, for prices without it and rows that have no rate of their own",
        style=example("19"),
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Report only; change nothing", style=example(False)
    )

    def validate_mapping(self, pairs: list[str]) -> dict[str, str]:
        try:
            return read_pairs(pairs)
        except LayoutMisfit as refusal:
            raise Invalid(fields={"mapping": [refusal.detail]}) from refusal

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        columns, row = values.pop("mapping", {}), values.pop("header_row", None)
        values["layout"] = Layout(columns, row, values.pop("sheet", ""))
        return values
