import random

import pytest

from marketplace.pages.shared.colours import (
    AA,
    contrast,
    ink_on,
    mix,
    parse_hex,
    readable_on,
    theme_tokens,
)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b5a50", "#0b5a50") == 1


@pytest.mark.parametrize("wrong", ["", "red", "#12", "#12345g", "url(x)", "#0b5a50;}"])
def test_what_is_no_hex_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        parse_hex(wrong)


def test_every_choice_of_an_editor_stays_readable() -> None:
    source = random.Random(7)
    for _ in range(2000):
        brand, surface = (f"#{source.randrange(1 << 24):06x}" for _ in range(2))
        tokens = theme_tokens(brand=brand, surface=surface)
        assert contrast(tokens["--brand-ink"], brand) >= AA
        assert contrast(tokens["--brand-text"], tokens["--surface"]) >= 5.8
        assert contrast(tokens["--ink"], tokens["--surface"]) >= 12.9


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert readable_on("#0b5a50", "#ffffff") == "#0b5a50"
    assert ink_on("#0b5a50") == "#ffffff"
    assert ink_on("#f4c542") == "#15201d"


def test_mix_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"


def test_an_empty_theme_keeps_the_defaults_and_sets_no_accent() -> None:
    tokens = theme_tokens()
    assert tokens["--brand"] == "#0b5a50"
    assert "--accent" not in tokens
