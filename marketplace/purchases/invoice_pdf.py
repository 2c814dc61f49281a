"""An invoice as PDF: A4, in any script, laid out from the right in languages that are read so."""

import atexit
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import cast

import noto_cjk_sans_jp_regular
import pymupdf_fonts
from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext, override
from fontTools.ttLib import TTFont
from fpdf import FPDF

from marketplace.purchases.amounts import amount_demanded, amount_of_line
from marketplace.purchases.models import Invoice
from tenants.kernel.money_format import write_money

# FiraGO writes Latin, Greek, Cyrillic, Arabic, Hebrew, Thai, Georgian and Devanagari.
FACES = {"": "figo", "B": "figbo"}
WIDE = Path(noto_cjk_sans_jp_regular.__file__).with_name("NotoSansCJKjp-Regular.otf")
MARGIN, LINE, WIDTH = 20, 5.5, 170
COLUMNS = (92.0, 18.0, 30.0, 30.0)
GAP = 1.5
INK, GREY, RULE = (30, 27, 24), (105, 99, 92), (200, 195, 188)


@cache
def _face(name: str) -> Path:
    """The library reads fonts from files; the package has them packed."""
    folder = Path(mkdtemp(prefix="galleria-fonts-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    path = folder / f"{name}.ttf"
    path.write_bytes(pymupdf_fonts.myfont(name))
    return path


@cache
def _characters() -> frozenset[int]:
    font = TTFont(BytesIO(_face(FACES[""]).read_bytes()), lazy=True)
    return frozenset(font.getBestCmap())


def render(invoice: Invoice) -> bytes:
    """The same bytes for the same invoice."""
    with override(invoice.content["language"]):
        return _Page(invoice).write()


class _Page:
    def __init__(self, invoice: Invoice) -> None:
        self.invoice, self.content = invoice, invoice.content
        self.language = str(self.content["language"])
        self.is_rtl = get_language_bidi()
        self.start, self.end = ("R", "L") if self.is_rtl else ("L", "R")
        self.pdf = self._document(invoice.issued_at)

    def _document(self, at: datetime) -> FPDF:
        pdf = FPDF(format="A4")
        pdf.set_creation_date(at)
        pdf.set_title(self.content["number"])
        pdf.set_author(self.content["seller"]["name"])
        pdf.set_lang(self.language)
        pdf.set_margin(MARGIN)
        pdf.set_auto_page_break(True, margin=MARGIN)
        for style, name in FACES.items():
            pdf.add_font("text", style=style, fname=_face(name))
        if self._needs_wide():
            pdf.add_font("wide", fname=WIDE)
            pdf.set_fallback_fonts(["wide"], exact_match=False)
        pdf.set_text_shaping(True)
        pdf.add_page()
        return pdf

    def _needs_wide(self) -> bool:
        """Chinese, Japanese or Korean: a font of 16 MB that is loaded only then."""
        text = str(self.content)
        return any(ord(letter) not in _characters() for letter in text)

    def write(self) -> bytes:
        self._heading()
        self._parties()
        self._lines()
        self._sums()
        self._text(gettext("Prices include tax."), size=9, colour=GREY)
        return bytes(self.pdf.output())

    def _heading(self) -> None:
        self._text(self.content["seller"]["name"], size=18, style="B", height=9)
        for line in self.content["seller"]["lines"]:
            self._text(line, size=9, colour=GREY, height=4.5)
        self.pdf.ln(10)
        number = self.content["number"]
        self._text(gettext("Invoice %s") % number, size=15, style="B", height=9)
        issue_date = date_format(self.invoice.issued_at)
        label = gettext("Date")  # not inside the f-string, where xgettext does not look
        self._text(f"{label}: {issue_date}", size=10)
        order, day = self.content["order"], date.fromisoformat(self.content["ordered_on"])
        self._text(f"{gettext('Order')}: {order}, {date_format(day)}", size=10)

    def _parties(self) -> None:
        self.pdf.ln(5)
        self._text(gettext("To"), size=9, colour=GREY)
        for line in [*self.content["buyer"]["lines"], self.content["buyer"]["email"]]:
            self._text(line, size=10)
        self.pdf.ln(7)

    def _lines(self) -> None:
        names = [gettext("Item"), gettext("Quantity"), gettext("Price"), gettext("Total")]
        self._row(names, style="B")
        for line in self.content["lines"]:
            prices = [self._money(line["unit_price"]), self._money(amount_of_line(line))]
            self._row([line["title"], str(line["quantity"]), *prices])

    def _sums(self) -> None:
        """Each discount stands below what it is taken from; the last row is what is paid."""
        if self.content.get("discounts"):
            self._row(["", "", gettext("Items"), self._money(self.content["goods"])])
        self._discounts("goods")
        self._row(["", "", gettext("Delivery"), self._money(self.content["delivery"])])
        self._discounts("delivery")
        total = self._money(amount_demanded(self.content))
        self._row(["", "", gettext("Total"), total], style="B")
        self.pdf.ln(5)

    def _discounts(self, kind: str) -> None:
        for discount in self.content.get("discounts", []):
            if discount["kind"] == kind:
                name, code = discount["name"], discount["code"]
                label = f"{name} ({code})" if code else name
                self._row([label, "", "", self._money(-Decimal(discount["amount"]))])

    def _row(self, cells: list[str], style: str = "") -> None:
        """The first cell may take several lines; the others stand beside its first."""
        pdf = self.pdf
        pdf.set_draw_color(*RULE)
        pdf.set_text_color(*INK)
        pdf.set_font("text", style=style, size=10)
        size = pdf.multi_cell(COLUMNS[0], LINE, cells[0], dry_run=True, output="HEIGHT")
        height = max(cast(float, size), LINE)
        if pdf.will_page_break(height + 2 * GAP):
            pdf.add_page()
        top = pdf.get_y() + GAP
        for place, (text, left) in enumerate(zip(cells, self._lefts(), strict=True)):
            pdf.set_xy(left, top)
            align = self.start if place == 0 else self.end
            pdf.multi_cell(COLUMNS[place], LINE, text, align=align)
        bottom = top + height + GAP
        pdf.line(MARGIN, bottom, MARGIN + WIDTH, bottom)
        pdf.set_xy(MARGIN, bottom)

    def _lefts(self) -> list[float]:
        """Where each column begins; from the right where one reads so."""
        before = [sum(COLUMNS[:place]) for place in range(len(COLUMNS))]
        if not self.is_rtl:
            return [MARGIN + width for width in before]
        both = zip(before, COLUMNS, strict=True)
        return [MARGIN + WIDTH - width - own for width, own in both]

    def _text(
        self,
        text: str,
        *,
        size: int,
        style: str = "",
        colour: tuple[int, int, int] = INK,
        height: float = LINE,
    ) -> None:
        self.pdf.set_font("text", style=style, size=size)
        self.pdf.set_text_color(*colour)
        self.pdf.multi_cell(WIDTH, height, text, align=self.start, new_x="LMARGIN", new_y="NEXT")

    def _money(self, amount: str | Decimal) -> str:
        return write_money({"amount": str(amount), "currency": self.content["currency"]})
