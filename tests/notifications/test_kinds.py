"""The table of kinds: whole, in the document as in the code, and with words for each."""

import pytest
from django.template.loader import render_to_string

from marketplace.notifications.choices import DEFAULTS
from marketplace.notifications.kinds import KINDS
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
