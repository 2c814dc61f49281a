"""Normal forms of text that a stranger wrote."""

from unicodedata import normalize

import pytest

from tenants.kernel.normal_forms import MOST_MARKS, normalise

PILE = "\u0301\u0323"  # of two classes: they are sorted


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", ["", "Ada", "é" * 100, "Việt Nam " * 40, "हिन्दी " * 20, "각" * 90])
def test_what_people_write_is_left_as_it_is(form, text):
    assert normalise(form, text) == normalize(form, text)


def test_what_nobody_writes_is_not_piled_up():
    """A hundred thousand marks on one letter would be sorted for half a minute."""
    text = normalise("NFD", f"a{PILE * 50_000}b{PILE}")
    assert text.count("\u0301") == MOST_MARKS // 2 + 1
    assert text[-3:] == normalize("NFD", f"b{PILE}")
