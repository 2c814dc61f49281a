"""Lists that unfold to gigabytes are refused with a reason, in bounded memory and time."""

import json
import subprocess
import sys
from zipfile import ZipFile

import pytest

from tenants.feeds import archives
from tenants.feeds.sheets import UnreadableFile
from tests.architecture.code import ROOT
from tests.factories.hostile_workbooks import MB, hostile_lists, one_text, shared, workbook
from tests.feeds.reading import Read

pytestmark = pytest.mark.world

MOST_MEMORY = 200  # MB above what the process had before the first of them
MOST_SECONDS = 20.0  # of processor, each; most take a tenth, 120 MB of true text take the longest

REASONS = {
    "a shared text of 200 MB": "unfolds to 400 times its size",
    "a shared text of 15 MB": "a text, or a row, of more than 1 MB",
    "a shared text in a million pieces": "a text, or a row, of more than 1 MB",
    "an inline text of 15 MB": "a text, or a row, of more than 1 MB",
    "an attribute of 15 MB": "a text, or a row, of more than 1 MB",
    "a row of a million cells": "a text, or a row, of more than 1 MB",
    "a row by a wrong number": "stands where no sheet has one",
    "one text in 400 rows": "its texts are too long",
    "styles of 12 MB": "The part xl/styles.xml of the workbook is too large.",
    "20,000 parts": "more than 10000 parts",
    "entities": "a document type",
    "no closed tags": "a text, or a row, of more than 1 MB",
    "a line of 60 MB": "longer than 4 million characters",
    "a record of 60 MB": "longer than 4 million characters",
    "a quotation mark that is not closed": "Look for a quotation mark",
}

CHILD = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from tenants.feeds.files import open_feed
from tenants.kernel.errors import Refusal
import openpyxl
def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
before, told = peak(), {}
for path in sys.argv[1:]:
    began = time.process_time()
    try:
        with open_feed(Path(path), currency="EUR", today=date(2026, 1, 1)) as feed:
            reason = f"taken: {feed.rows} rows"
    except Refusal as refusal:
        reason = refusal.detail
    told[path] = [reason, time.process_time() - began, (peak() - before) // 1024]
print(json.dumps(told))
"""


def test_each_is_refused_with_its_reason_in_bounded_memory_and_time(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("reads the peak of memory from /proc")
    paths = {}
    for number, (name, (ending, data)) in enumerate(hostile_lists().items()):
        path = tmp_path / f"{number}{ending}"
        path.write_bytes(data)
        paths[str(path)] = name

    command = [sys.executable, "-W", "ignore", "-c", CHILD, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = {paths[path]: measured for path, measured in json.loads(done.stdout).items()}

    wrong = {name: told[name][0] for name in told if REASONS[name] not in told[name][0]}
    assert wrong == {}
    slow = {name: seconds for name, (_, seconds, _) in told.items() if seconds > MOST_SECONDS}
    assert slow == {}
    assert max(memory for _, _, memory in told.values()) < MOST_MEMORY


def test_the_bomb_is_as_small_as_the_one_that_was_sent():
    assert len(one_text()) < 210_000


@pytest.mark.parametrize("length", [32_767, MB])
def test_a_text_as_long_as_a_cell_may_be_is_read(tmp_path, length):
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(strings=shared(b"x" * length)))

    (product,) = Read(path).products

    assert set(product.title) <= {"x", "…"}


def test_a_record_may_have_many_lines(tmp_path):
    path = tmp_path / "list.csv"
    text = "line\n" * 100_000
    path.write_text("".join(f'"A{number}","Cup","{text}"\n' for number in range(12)))
    path.write_text("sku,title,description\n" + path.read_text())

    assert Read(path).rows == 12


def test_all_parts_of_a_workbook_together_are_bounded(tmp_path, monkeypatch):
    path = tmp_path / "list.xlsx"
    with ZipFile(path, "w") as archive:
        for name in ("a", "b"):
            archive.writestr(name, bytes(500))

    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 1000)
    with archives.BoundedArchive(path) as archive:
        assert len(archive.read("a")) == 500
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 999)
    with pytest.raises(UnreadableFile, match="too large"):
        archives.BoundedArchive(path)
