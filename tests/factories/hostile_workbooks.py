"""Workbooks, and lists, of a few hundred kB that unfold to what no server should hold.

`hostile_lists()` gives {name: (ending, bytes)}.
"""

import io
import zipfile
from collections.abc import Iterator

MB = 1_000_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Part = bytes | Iterator[bytes]

TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{CONTENT}.sharedStrings+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{CONTENT}.styles+xml"/></Types>"""
ROOT_LINKS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
BOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
<sheet name="Products" sheetId="1" r:id="rId1"/></sheets></workbook>"""
LINKS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"""
STYLES = f'<styleSheet xmlns="{MAIN}"></styleSheet>'
HEADINGS = "".join(
    f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("sku", "title", "price")
)


def sheet(*rows: str) -> bytes:
    body = f"<row>{HEADINGS}</row>" + "".join(f"<row>{row}</row>" for row in rows)
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode()


def shared_sheet(rows: int = 1) -> bytes:
    """Each title is the first shared text."""
    row = '<c t="inlineStr"><is><t>A{}</t></is></c><c t="s"><v>0</v></c><c><v>3</v></c>'
    return sheet(*(row.format(number) for number in range(rows)))


def shared(text: Part) -> Iterator[bytes]:
    yield f'<sst xmlns="{MAIN}"><si><t>'.encode()
    yield from (text if isinstance(text, Iterator) else iter([text]))
    yield b"</t></si></sst>"


def many(piece: bytes, size: int) -> Iterator[bytes]:
    """About `size` bytes of it."""
    block = piece * (MB // len(piece))
    for _ in range(size // MB):
        yield block


def around(start: bytes, inner: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    yield start
    yield from inner
    yield end


def workbook(**parts: Part) -> bytes:
    """`sheet`, `strings` and `styles` in place of harmless ones; more by their names."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}
    names["styles"] = "xl/styles.xml"
    content: dict[str, Part] = {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": ROOT_LINKS.encode(),
        "xl/workbook.xml": BOOK.encode(),
        "xl/_rels/workbook.xml.rels": LINKS.encode(),
        "xl/worksheets/sheet1.xml": shared_sheet(),
        "xl/sharedStrings.xml": b"".join(shared(b"A cup")),
        "xl/styles.xml": STYLES.encode(),
    }
    content |= {names.get(name, name): part for name, part in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, part in content.items():
            with archive.open(name, "w", force_zip64=True) as target:
                for piece in part if isinstance(part, Iterator) else iter([part]):
                    target.write(piece)
    return buffer.getvalue()


def one_text(size: int = 200 * MB) -> bytes:
    """Of 200 MB: 205 kB, as it was sent to us."""
    return workbook(strings=shared(many(b"x", size)))


def hostile_lists() -> dict[str, tuple[str, bytes]]:
    head, end = sheet().split(b"</sheetData>")
    end = b"</sheetData>" + end
    laughs = b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    noise = bytes(range(97, 123)) * 4
    return {
        "a shared text of 200 MB": (".xlsx", one_text()),
        "a shared text of 15 MB": (".xlsx", one_text(15 * MB)),
        "a shared text in a million pieces": (
            ".xlsx",
            workbook(strings=shared(many(b"</t><t>" + noise, 12 * MB))),
        ),
        "an inline text of 15 MB": (
            ".xlsx",
            workbook(
                sheet=around(
                    head + b'<row><c t="inlineStr"><is><t>',
                    many(b"x", 15 * MB),
                    b"</t></is></c></row>" + end,
                )
            ),
        ),
        "an attribute of 15 MB": (
            ".xlsx",
            workbook(sheet=around(head + b'<row a="', many(b"x", 15 * MB), b'"/>' + end)),
        ),
        "a row of a million cells": (
            ".xlsx",
            workbook(sheet=around(head + b"<row>", many(b"<c/>", 12 * MB), b"</row>" + end)),
        ),
        "a row by a wrong number": (
            ".xlsx",
            workbook(sheet=head + b'<row r="2000000000"><c><v>1</v></c></row>' + end),
        ),
        "one text in 400 rows": (
            ".xlsx",
            workbook(strings=shared(b"x" * 900_000), sheet=shared_sheet(400)),
        ),
        "styles of 12 MB": (".xlsx", workbook(styles=many(b"<a/>", 12 * MB))),
        "20,000 parts": (".xlsx", workbook(**{f"xl/{n}.xml": b"<a/>" for n in range(20_000)})),
        "entities": (".xlsx", workbook(strings=laughs + b"".join(shared(b"&b;")))),
        "no closed tags": (".xlsx", workbook(sheet=around(head, many(b"<a>", 12 * MB), end))),
        "a line of 60 MB": (".csv", b"sku,title,price\nA," + b"x" * (60 * MB) + b",3\n"),
        "a record of 60 MB": (".csv", b"sku,title,price\nA," + b'"a\n",' * (12 * MB)),
        "a quotation mark that is not closed": (
            ".csv",
            b'sku,title,price\nA,"' + b"line\n" * (12 * MB),
        ),
    }
