"""The tool still draws what is committed, and the same bytes each time."""

import sys

import pytest
from PIL import Image, ImageChops, ImageStat

from marketplace.demo.pictures import FOLDER
from tests.drawing import __main__ as tool
from tests.drawing.files import (
    drawings,
    encode_picture,
    hero_drawings,
    logo_drawings,
    product_drawings,
    write_picture,
)

SMALL = 200  # pixels; drawn so small, all of them take seconds
SMALL_DRAWINGS = product_drawings(SMALL) | hero_drawings((267, 167)) | logo_drawings(SMALL)
LARGE = ("clay/morning-mug", "northbound/city-bicycle", "paper/hero")
# Of 255, a pixel on average: edges fall elsewhere where it is drawn small. Encoders differ by
# less than 1, another picture by 10 and more, unless it is of the same thing.
LARGEST_DIFFERENCE = 6.0


def difference(first: Image.Image, second: Image.Image) -> float:
    bands = ImageStat.Stat(ImageChops.difference(first.convert("RGB"), second.convert("RGB"))).mean
    return sum(bands) / len(bands)


@pytest.mark.world
def test_each_file_shows_what_is_drawn():
    differences = {}
    for path, draw in SMALL_DRAWINGS.items():
        picture = draw()
        with Image.open(path) as file:
            committed = file.convert("RGB").resize(picture.size, Image.Resampling.LANCZOS)
        differences[path.relative_to(FOLDER).as_posix()] = difference(committed, picture)
    assert {name: by for name, by in differences.items() if by > LARGEST_DIFFERENCE} == {}


@pytest.mark.parametrize(
    "name", ["kiso/logo", *(pytest.param(name, marks=pytest.mark.world) for name in LARGE)]
)
def test_a_file_drawn_anew_in_its_size_is_the_same_picture(name, tmp_path):
    path = FOLDER / f"{name}.webp"
    size = write_picture(tmp_path / "anew.webp", drawings()[path])
    with Image.open(path) as committed, Image.open(tmp_path / "anew.webp") as anew:
        assert committed.size == anew.size
        assert difference(committed, anew) < 1
    assert abs(size - path.stat().st_size) < size / 5


def test_the_same_bytes_are_written_each_time():
    draw = SMALL_DRAWINGS[FOLDER / "clay/bud-vase.webp"]
    assert encode_picture(draw()) == encode_picture(draw())


def test_another_thing_in_a_file_is_noticed():
    mug, vase = (
        SMALL_DRAWINGS[FOLDER / f"clay/{name}.webp"]() for name in ("tall-mug", "bud-vase")
    )
    assert difference(mug, vase) > 2 * LARGEST_DIFFERENCE


def test_the_command_draws_what_is_missing_and_removes_what_shows_nothing(monkeypatch, tmp_path):
    kept, missing, leftover = (
        tmp_path / f"{name}.webp" for name in ("kept", "missing", "leftover")
    )
    kept.write_bytes(b"as it was")
    leftover.write_bytes(b"of a thing no longer sold")
    draw = SMALL_DRAWINGS[FOLDER / "clay/logo.webp"]
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    monkeypatch.setattr(tool, "drawings", lambda: {kept: draw, missing: draw})
    monkeypatch.setattr(sys, "argv", ["drawing"])

    tool.main()

    assert kept.read_bytes() == b"as it was"
    assert missing.read_bytes() == encode_picture(draw())
    assert not leftover.exists()
