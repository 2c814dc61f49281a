"""A way to read a file: its rows, one at a time, numbered as in a spreadsheet.

The first record is 1, and a cell with line breaks does not count twice. A CSV file gives one
Table per separator, a workbook one per sheet that is shown; `tenants.feeds.files` takes the one
in which it knows the headings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _

from tenants.feeds.cells import Cell
from tenants.kernel.errors import Refusal

HEAD_ROWS = 40
# A cell beyond this is a quotation mark that was never closed.
MAX_CELL = 1 << 20
MAX_COLUMNS = 16_384  # as in any spreadsheet; the cells behind them have no heading

Row = tuple[int, list[Cell]]


class UnreadableFile(Refusal):
    code = "unreadable-file"
    status = 422
    title = _("This file cannot be read.")
    meaning = _("The file is not of the kind that its name says, or is damaged.")
    remedy = _("Save it again as CSV (UTF-8) or XLSX.")


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` begins anew at each call. `label` tells people what was found out, `note` what they
    should look at. `separator` is the name of a text file's (csv_rows.SEPARATORS)."""

    label: str
    rows: Callable[[], Iterator[Row]]
    sheet: str = ""
    note: str = ""
    separator: str = ""

    @property
    def name(self) -> str:
        """Of this way among all in which the file may be read."""
        return self.sheet or self.separator

    def head(self) -> list[Row]:
        return list(islice(self.rows(), HEAD_ROWS))
