"""No dependency's catalogue puts its own English in the place of ours."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, override

TEMPLATE = re.compile(r'(?:translate |_\()"((?:[^"\\]|\\.)*)"')
CODE = re.compile(r'(?:gettext|gettext_noop|\b_)\(\s*"((?:[^"\\]|\\.)*)"')


def words():
    for root, pattern, kind in (
        ("templates", TEMPLATE, "*.html"),
        ("templates", TEMPLATE, "*.txt"),
        ("marketplace", CODE, "*.py"),
        ("cms", CODE, "*.py"),
    ):
        for file in (Path(settings.BASE_DIR) / root).rglob(kind):
            yield from pattern.findall(file.read_text())


def test_what_our_pages_say_in_english_is_what_is_written():
    ours = {text for text in words() if text}

    with override("en"):
        changed = {text: gettext(text) for text in ours if gettext(text) != text}

    assert len(ours) > 700
    assert changed == {}
