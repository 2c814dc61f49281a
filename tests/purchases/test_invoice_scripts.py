"""Whoever's name it is: an invoice can be read, and is no larger for what it does not write."""

from datetime import UTC, datetime
from unicodedata import category, normalize

import pypdfium2
import pytest

from marketplace.purchases import invoice_pdf, typefaces
from marketplace.purchases.models import Invoice
from tests.purchases.sample_names import SPELLED, WRITTEN


def invoice_for(*titles, language="en", seller="Northgate Books"):
    lines = [{"title": title, "quantity": 1, "unit_price": "1.00"} for title in titles]
    content = {
        "language": language,
        "number": "BOOKS-1",
        "order": "G-1",
        "ordered_on": "2026-01-02",
        "currency": "EUR",
        "seller": {"name": seller, "lines": ["1 Bridge Road"]},
        "buyer": {"lines": ["Ada Lind"], "email": "ada@example.com"},
        "lines": [line | {"before_discount": "1.00"} for line in lines],
        "goods": f"{len(lines)}.00",
        "delivery": "0.00",
        "payable": f"{len(lines)}.00",
    }
    return Invoice(issued_at=datetime(2026, 1, 2, tzinfo=UTC), content=content)


@pytest.fixture
def drawn(monkeypatch):
    """What draws, so that its fonts can be read when it has drawn."""
    documents = []

    class Document(invoice_pdf.RunsPDF):
        def output(self, *args, **options):
            documents.append(self)
            return super().output(*args, **options)

    monkeypatch.setattr(invoice_pdf, "RunsPDF", Document)
    return documents


def letters_drawn(document):
    """Those that have a glyph in one of its fonts: the library drops `.notdef`."""
    fonts = [font.subset.items() for font in document.fonts.values()]
    glyphs = [glyph for items in fonts for glyph, _ in items if glyph]
    named = [glyph for glyph in glyphs if glyph.glyph_name != ".notdef"]
    return {chr(code) for glyph in named for code in glyph.unicode}


def seen_letters(text):
    whole = normalize("NFC", text)
    return {letter for letter in whole if letter != " " and category(letter) != "Cf"}


def page_of(content):
    return pypdfium2.PdfDocument(content)[0].get_textpage()


def place_of(page, letter):
    """How far from the left it stands first."""
    text = page.get_text_range()
    return page.get_charbox(text.index(letter))[0]


@pytest.mark.world
@pytest.mark.parametrize("script", WRITTEN)
def test_each_letter_of_a_name_has_a_glyph(drawn, script):
    name = WRITTEN[script]
    invoice_pdf.render(invoice_for(name, seller=name))

    assert seen_letters(name) - letters_drawn(drawn[0]) - {"\ufe0f"} == set()


@pytest.mark.world
@pytest.mark.parametrize("script", SPELLED)
def test_what_no_typeface_has_stands_in_latin_letters(script):
    name, spelled = SPELLED[script]
    content = invoice_pdf.render(invoice_for(f"{name} 1"))

    assert f"{spelled} 1" in page_of(content).get_text_range()


def test_forty_scripts_and_more_are_sampled():
    assert len(WRITTEN) + len(SPELLED) >= 45


def test_what_has_no_letters_at_all_stands_by_its_code():
    assert typefaces.write_legibly("a\ue000\U000e0fff b\x00c") == "a[U+E000][U+E0FFF] b c"


@pytest.mark.parametrize("text", ["ஸ்ரீ", "നായര്‍", "सर्वश्री", "សុខស្រី", "👩‍🍳", "👍🏽", "e\u0337"])
def test_what_is_shaped_together_is_one_run(text):
    assert [letters for _, letters in typefaces.runs(text)] == [text]


def test_a_plain_invoice_loads_one_typeface(drawn):
    content = invoice_pdf.render(invoice_for("A Novel – Łódź, Ελλάδα, Москва"))

    assert set(drawn[0].fonts) == {"text", "textB"}
    assert len(content) < 25_000


def test_a_line_is_never_parted_inside_a_letter():
    word = "ශ්‍රීක්ෂ්" * 12
    lines = typefaces.wrap(word, 10, len)

    assert "".join(lines) == word
    assert all(category(line[0]) == "Lo" for line in lines)
    assert typefaces.wrap("", 10, len) == [""]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("ABC אב 24 גד", "Aג2א"),
        ("אב ABC (גד)", "גABא"),
        ("אב, 24 units", "u2א"),
        ("متجر ABC 24", "A2م"),
    ],
)
def test_a_line_of_both_directions_is_in_order(text, order):
    page = page_of(invoice_pdf.render(invoice_for(language="he", seller=text)))
    lefts = [place_of(page, letter) for letter in order]
    assert lefts == sorted(lefts)


def test_the_first_words_stand_on_the_first_line():
    title = "ראשון " + "שלום " * 30 + "ץ"
    text = page_of(invoice_pdf.render(invoice_for(title, language="he"))).get_text_range()
    lines = [line for line in text.splitlines() if "שלום" in line]
    assert len(lines) >= 3
    assert "ראשון" in lines[0]
    assert "ץ" in lines[-1]


@pytest.mark.parametrize("text", ["A\nB", "A\r\u2028B"])
def test_line_breaks_in_a_name_break_nothing(text):
    assert "A B" in page_of(invoice_pdf.render(invoice_for(seller=text))).get_text_range()
