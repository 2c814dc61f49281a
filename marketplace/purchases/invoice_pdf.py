"""An invoice as PDF: A4, in any script, laid out from the right in languages that are read so."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, gettext, override
from fpdf.bidi import auto_detect_base_direction
from fpdf.enums import TextDirection

from marketplace.joints.fpdf import RunsPDF
from marketplace.purchases import typefaces
from marketplace.purchases.amounts import amount_demanded, amount_of_line
from marketplace.purchases.models import Invoice
from tenants.kernel.money_format import write_money

MARGIN, LINE, WIDTH = 20, 5.5, 170
COLUMNS = (92.0, 18.0, 30.0, 30.0)
GAP = 1.5
INK, GREY, RULE = (30, 27, 24), (105, 99, 92), (200, 195, 188)


@dataclass(frozen=True)
class _Paragraph:
    """Each line is put in order by itself, from the side where the whole begins."""

    lines: list[str]
    direction: TextDirection


def render(invoice: Invoice) -> bytes:
    """The same bytes for the same invoice."""
    with override(invoice.content["language"]):
        return _Page(invoice).write()


def _isolate(code: str) -> str:
    """Keeps a code of Latin letters whole in a sentence that is read from the right."""
    return f"\u2068{code}\u2069" if get_language_bidi() else code


class _Page:
    def __init__(self, invoice: Invoice) -> None:
        self.invoice, self.content = invoice, invoice.content
        self.language = str(self.content["language"])
        self.is_rtl = get_language_bidi()
        self.start, self.end = ("R", "L") if self.is_rtl else ("L", "R")
        self.pdf = self._document(invoice.issued_at)

    def _document(self, at: datetime) -> RunsPDF:
        pdf = RunsPDF(typefaces.runs, format="A4")
        pdf.set_creation_date(at)
        pdf.set_title(self.content["number"])
        pdf.set_author(self.content["seller"]["name"])
        pdf.set_lang(self.language)
        pdf.set_margin(MARGIN)
        pdf.set_auto_page_break(True, margin=MARGIN)
        for style in typefaces.FACES:
            pdf.add_font(typefaces.FIRST, style=style, fname=typefaces.first_file(style))
        pdf.set_text_shaping(True)
        pdf.add_page()
        return pdf

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
        issue_date = date_format(self._issue_day())
        label = gettext("Date")  # not inside the f-string, where xgettext does not look
        self._text(f"{label}: {issue_date}", size=10)
        order, day = self.content["order"], date.fromisoformat(self.content["ordered_on"])
        self._text(f"{gettext('Order')}: {_isolate(order)}, {date_format(day)}", size=10)

    def _issue_day(self) -> date:
        """Where the shop was; older invoices have the day of UTC, and keep it."""
        day: str | None = self.content.get("issued_on")
        return date.fromisoformat(day) if day else self.invoice.issued_at.date()

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
        """A cell may take several lines; the others stand beside its first."""
        pdf = self.pdf
        pdf.set_draw_color(*RULE)
        pdf.set_text_color(*INK)
        pdf.set_font(typefaces.FIRST, style=style, size=10)
        columns = list(map(self._wrap, cells, COLUMNS))
        height = max(len(column.lines) for column in columns) * LINE
        if pdf.will_page_break(height + 2 * GAP):
            pdf.add_page()
        top = pdf.get_y() + GAP
        for place, (paragraph, left) in enumerate(zip(columns, self._lefts(), strict=True)):
            pdf.set_xy(left, top)
            align = self.start if place == 0 else self.end
            self._draw(paragraph, COLUMNS[place], LINE, align)
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
        self.pdf.set_font(typefaces.FIRST, style=style, size=size)
        self.pdf.set_text_color(*colour)
        self._draw(self._wrap(text, WIDTH), WIDTH, height, self.start)

    def _draw(self, paragraph: _Paragraph, width: float, height: float, align: str) -> None:
        self.pdf.set_text_shaping(True, direction=paragraph.direction)
        for line in paragraph.lines:
            self.pdf.cell(width, height, line, align=align, new_x="LEFT", new_y="NEXT")

    def _wrap(self, text: str, width: float) -> _Paragraph:
        legible = typefaces.write_legibly(text)
        for family in sorted(typefaces.families(legible)):
            self._add(family)
        room = width - 2 * self.pdf.c_margin
        lines = typefaces.wrap(legible, room, self.pdf.get_string_width)
        return _Paragraph(lines, auto_detect_base_direction(legible))

    def _add(self, family: str) -> None:
        if family not in self.pdf.fonts:
            self.pdf.add_font(family, fname=typefaces.FILES[family])

    def _money(self, amount: str | Decimal) -> str:
        return write_money({"amount": str(amount), "currency": self.content["currency"]})
