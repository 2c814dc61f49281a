"""The table of kinds: whole, in the document as in the code, and with words for each."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from marketplace.notifications.choices import DEFAULTS
from marketplace.notifications.kinds import KINDS, choosable
from tests.architecture.code import ROOT

HEAD = "| kind | who hears | preference | once for |\n|---|---|---|---|\n"


def line(kind):
    preference = f"`{kind.preference}`" if kind.preference else "always"
    return f"| `{kind.name}` | {kind.audience} | {preference} | {kind.once_for or 'its cause'} |\n"


def test_the_document_shows_the_kinds_of_the_code():
    table = HEAD + "".join(map(line, KINDS.values()))
    assert table in (ROOT / "docs/notifications.md").read_text(encoding="utf-8"), table


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_each_kind_is_whole(kind):
    assert kind.preference in {"", *DEFAULTS}
    assert str(kind.subject)
    for ending in ("txt", "html"):
        assert render_to_string(f"emails/{kind.words}.{ending}", {})


def test_what_the_law_or_ones_safety_asks_for_is_always_sent_and_no_choice(monkeypatch):
    assert KINDS["password_changed"].is_always_sent
    assert KINDS["order_placed"].is_always_sent
    assert choosable() == {}

    letter = replace(KINDS["order_placed"], name="letter", preference="news")
    monkeypatch.setitem(KINDS, "letter", letter)
    assert not letter.is_always_sent
    assert choosable() == {"news": ("email",)}
