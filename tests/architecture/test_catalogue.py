"""The catalogue for translators holds what the sources say: `make messages` was run.

Read without GNU gettext, which not every machine has: sentences alone, not where they stand.
"""

import ast
import re
from collections.abc import Iterator

from django.utils.translation.template import templatize

from tests.architecture.code import ROOT, sources, walk

CATALOGUE = ROOT / "marketplace/locale/en/LC_MESSAGES/django.po"
# Name of a function: which of its arguments are texts.
MARKING = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], slice(0, 1)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], slice(0, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], slice(1, 2)),
}
# As in the Makefile: what is left out of the catalogue.
LEFT_OUT = re.compile(r"styleguide|^templates/components/examples/")
TEXT = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?gettext|pgettext|_)\({TEXT}(?:,\s*{TEXT})?")
ENTRY = re.compile(r'^(?:msgid|msgid_plural) ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)


def texts_in_code(tree: ast.Module) -> Iterator[str]:
    for node in walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        for argument in node.args[MARKING.get(name, slice(0))]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value


def texts_in_template(source: str) -> Iterator[str]:
    """Django writes a template as the calls that xgettext reads."""
    for name, first, second in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in (first, second) if text]
        yield from texts[MARKING[name]]


def texts_of_sources() -> set[str]:
    code = {path: tree for path, tree in sources().items() if not LEFT_OUT.search(path)}
    templates = [
        path
        for ending in ("html", "txt")
        for path in sorted((ROOT / "templates").rglob(f"*.{ending}"))
        if not LEFT_OUT.search(path.relative_to(ROOT).as_posix())
    ]
    texts = {text for tree in code.values() for text in texts_in_code(tree)}
    for path in templates:
        texts |= set(texts_in_template(path.read_text(encoding="utf-8")))
    return texts - {""}


def texts_of_catalogue() -> set[str]:
    entries = ENTRY.findall(CATALOGUE.read_text(encoding="utf-8"))
    return {"".join(map(ast.literal_eval, entry.splitlines())) for entry in entries} - {""}


def test_the_catalogue_holds_what_the_sources_say():
    """If not: `make messages`."""
    ours, theirs = texts_of_sources(), texts_of_catalogue()

    assert len(ours) > 1500
    assert ours - theirs == set()
    assert theirs - ours == set()


def test_each_way_to_mark_a_text_is_read():
    code = "gettext('a' 'b'); _('c'); ngettext('d', 'e', 2); pgettext('context', 'f'); other('g')"
    assert set(texts_in_code(ast.parse(code))) == {"ab", "c", "d", "e", "f"}
    template = """{% load i18n %}{% translate "a" %}{{ _("b") }}
{% blocktranslate trimmed %}
  c
  {{ d }}
{% endblocktranslate %}
{% blocktranslate count n=n %}e{% plural %}f{% endblocktranslate %}"""
    assert set(texts_in_template(template)) == {"a", "b", "c %(d)s", "e", "f"}
