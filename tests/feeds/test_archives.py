"""Parts of a workbook are read piece by piece: what is too long is refused before it is held."""

from io import BytesIO

import pytest

from tenants.feeds import archives
from tenants.feeds.archives import BoundedXml
from tenants.feeds.sheets import UnreadableFile


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch):
    monkeypatch.setattr(archives, "MAX_CELL", 10)
    monkeypatch.setattr(archives, "MAX_RECORD", 30)


def read(text):
    with BoundedXml(BytesIO(text)) as part:
        return b"".join(iter(part.read, b""))


@pytest.mark.parametrize("text", [b"<row>aaaaa<c/>aaaaaa<c/>", b"<row>aaaa</row>" * 9])
def test_what_keeps_the_bounds_is_read_whole(text):
    assert read(text) == text


@pytest.mark.parametrize(
    "text", [b"<c>aaaaaaaaaaaa", b"aaa<c>aaaaaaaaaaaa<c>", b"<row>" + b"<c/>" * 9]
)
def test_a_text_or_a_row_is_too_long_wherever_the_pieces_end(text):
    with pytest.raises(UnreadableFile):
        read(text)


def test_its_source_is_closed():
    source = BytesIO(b"<row/>")
    with BoundedXml(source):
        pass

    assert source.closed
