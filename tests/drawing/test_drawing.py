"""The demo's pictures: each kind can be drawn, again and again the same, in any format."""

import pytest
from PIL import ImageStat

from tests.drawing.pictures import (
    KINDS,
    NAMED,
    SIGNS,
    TRADES,
    draw_hero,
    draw_logo,
    draw_picture,
)

SMALL = (96, 96)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_something(kind: str) -> None:
    picture = draw_picture(kind=kind, seed=5, size=SMALL)
    assert picture.size == SMALL
    assert picture.mode == "RGB"
    assert max(ImageStat.Stat(picture).stddev) > 10


def test_the_same_seed_draws_the_same_picture_and_another_seed_another() -> None:
    first, again, other = (draw_picture(kind="mug", seed=seed, size=SMALL) for seed in (3, 3, 4))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_a_variant_changes_the_colour_of_the_thing_alone() -> None:
    moss, plum = (
        draw_picture(kind="mug", seed=3, colour=name, size=SMALL) for name in ("moss", "plum")
    )
    assert moss.getpixel((0, 0)) == plum.getpixel((0, 0))
    assert moss.getpixel((40, 60)) != plum.getpixel((40, 60))


def test_another_view_is_another_picture() -> None:
    first, second = (draw_picture(kind="vase", seed=3, view=view, size=SMALL) for view in (0, 1))
    assert first.tobytes() != second.tobytes()


@pytest.mark.parametrize("trade", TRADES)
def test_heroes_come_in_wide_and_tall(trade: str) -> None:
    for size in ((160, 90), (90, 160)):
        assert draw_hero(trade=trade, size=size).size == size


@pytest.mark.parametrize("sign", SIGNS)
def test_logos_have_two_colours_that_differ(sign: str) -> None:
    low, high = draw_logo(sign=sign, ground="pine", ink="chalk", size=64).convert("L").getextrema()
    assert high - low > 100


def test_what_nobody_drew_is_refused() -> None:
    with pytest.raises(KeyError):
        draw_picture(kind="unicorn", seed=1, size=SMALL)
    with pytest.raises(KeyError):
        draw_logo(sign="unicorn")


def test_colour_names_are_hex() -> None:
    assert all(len(value) == 7 and value.startswith("#") for value in NAMED.values())
