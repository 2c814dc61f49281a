import pytest

from tenants.kernel.numbers import read_whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("0", 0),
        (" 7 ", 7),
        ("\u0661\u0662", 12),
        ("\uff11\uff12", 12),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_a_whole_number_is_read_in_any_script(text, number):
    assert read_whole(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "1e3", "\u00b2", "\u2460", "1_000", "9" * 19, "9" * 5000]
)
def test_all_else_is_none(text):
    assert read_whole(text) is None
