"""Every sentence that people see can be translated, in Python and in templates.

What a program, a terminal or a log reads is English: docstrings, log lines, errors of programmers,
the modules of NOT_FOR_PEOPLE, and of the API what describes it (its refusals are for people).
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.template.base import Lexer, TokenType
from django.utils.functional import Promise

from marketplace.requests.catalogue import problem_catalogue
from tenants.kernel.errors import Refusal
from tests.architecture.code import ROOT, sources

# --- Python -----------------------------------------------------------------------------------

MARKED = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
# Written to a log, a terminal or a programmer's trace.
LOGGED = {"debug", "info", "warning", "error", "exception", "critical"}
LOGS = {"logger", "log", "access", "logging"}
OF_PROGRAMMERS = {
    "CommandError",
    "ImproperlyConfigured",
    "LookupError",
    "RuntimeError",
    "TypeError",
    "ValueError",
}
NOT_FOR_PEOPLE = (
    "marketplace/runtime/",  # the terminal of whoever runs the product
    "marketplace/settings/",
    "marketplace/demo/",  # the texts of five invented shops
    "cms/demo.py",
    "cms/provisioning.py",  # the first content of a site, which its editors own
    "marketplace/pages/shared/styleguide",  # a page for those who build pages
    "tenants/provisioning/",
    "tenants/postgresql/",
    "tenants/tasks/",  # why a task ended, in its row
    "tenants/registry/checks.py",  # Django's system checks
    "tenants/feeds/template_file.py",  # a file to fill in, in the words that are read
    "tenants/shop/guards.py",  # refuses code, not people
    "tenants/feeds/spool.py",  # SQL
)
SENTENCE = re.compile(r"[^\W\d_]{2,}.*\s.*[.?!…]$", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
# Columns of WooCommerce's files, as they are written there.
HEADINGS = {"Is featured?", "In stock?", "Sold individually?"}
# Keywords whose text a form, a page or an editor shows.
SHOWN = frozenset({"label", "help_text", "empty_label", "heading"})
# Calls whose texts are shown: which positional argument.
CALLS = {"ValidationError": 0, "add_error": 1, "add_message": 2}


def text_of(node: ast.AST | None) -> str:
    """The text that a constant or an f-string writes, "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in node.values)
    return ""


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func).rsplit(".", 1)[-1]


def quiet(tree: ast.Module) -> set[ast.AST]:
    """What is marked for translation, documents code, or is for programmers."""
    nodes: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nodes.add(node.value)
        elif isinstance(node, ast.Assert) and node.msg:
            nodes.update(ast.walk(node.msg))
        elif isinstance(node, ast.Call) and is_quiet(node):
            nodes.update(ast.walk(node))
    return nodes


def is_quiet(call: ast.Call) -> bool:
    owner = ast.unparse(call.func).split(".")[0]
    name = name_of(call)
    return (
        name in MARKED or name in OF_PROGRAMMERS or (name in LOGGED and owner.lstrip("_") in LOGS)
    )


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every text that is neither quiet nor part of another."""
    skipped = quiet(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(part for part in ast.walk(node) if part is not node)
        if node not in skipped and (text := text_of(node)):
            yield node.lineno, text


def shown_arguments(
    tree: ast.Module, refusals: set[str], shown: frozenset[str] = SHOWN
) -> Iterator[tuple[int, str]]:
    """(line, text) of what is written bare where people will read it."""
    for node in ast.walk(tree):
        for value in values_shown(node, refusals, shown):
            for part in written(value):
                if WORD.search(text_of(part)):
                    yield part.lineno, text_of(part)


def values_shown(
    node: ast.AST, refusals: set[str], shown: frozenset[str] = SHOWN
) -> Iterator[ast.expr | None]:
    if isinstance(node, ast.ClassDef) and "Choices" in "".join(map(ast.unparse, node.bases)):
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                yield line.value.elts[-1]
    if not isinstance(node, ast.Call):
        return
    name = name_of(node)
    yield from (word.value for word in node.keywords if word.arg in shown)
    if name in refusals:
        yield from node.args[:1]
        yield from (word.value for word in node.keywords if word.arg == "fields")
    if ast.unparse(node.func).startswith("messages."):
        yield from node.args[1:2]
    if name in CALLS:
        yield from node.args[CALLS[name] : CALLS[name] + 1]


def written(node: ast.expr | None) -> Iterator[ast.expr]:
    """The texts that an expression may come to: not those of a call, nor the keys of a dict."""
    if text_of(node):
        yield node
        return
    inner: list[ast.expr | None] = []
    match node:
        case ast.IfExp():
            inner = [node.body, node.orelse]
        case ast.BinOp():
            inner = [node.left]
        case ast.BoolOp() | ast.Dict():
            inner = list(node.values)
        case ast.List() | ast.Tuple():
            inner = list(node.elts)
    for part in inner:
        yield from written(part)


def shown_in(path: str) -> frozenset[str]:
    """The serializers' texts describe the API."""
    return frozenset() if path.startswith("api/") else SHOWN


def of_people() -> dict[str, ast.Module]:
    return {
        path: tree
        for path, tree in sources().items()
        if not path.startswith(NOT_FOR_PEOPLE) and "/management/" not in path
    }


def refusal_names() -> set[str]:
    names, rest = set(), [Refusal]
    while rest:
        kind = rest.pop()
        names.add(kind.__name__)
        rest += kind.__subclasses__()
    return names


def test_every_sentence_of_the_code_is_marked():
    bare_sentences = [
        f"{path}:{line}: {text}"
        for path, tree in of_people().items()
        if not path.startswith("api/")
        for line, text in texts(tree)
        if SENTENCE.search(text) and text not in HEADINGS
    ]
    assert bare_sentences == []


def test_what_refusals_forms_and_messages_say_is_marked():
    problem_catalogue()
    names = refusal_names()
    assert len(names) > 80
    bare_arguments = [
        f"{path}:{line}: {text}"
        for path, tree in of_people().items()
        for line, text in shown_arguments(tree, names, shown_in(path))
    ]
    assert bare_arguments == []


def test_what_is_marked_is_written_out_so_that_it_can_be_collected():
    """gettext(f"...") and gettext(name) leave nothing for `make messages`; CONSTANTS are marked."""
    unreadable, marks = [], 0
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name_of(node) in MARKED and node.args:
                marks += 1
                first = node.args[0]
                is_constant = isinstance(first, ast.Name) and first.id.isupper()
                if not (isinstance(first, ast.Constant) or is_constant):
                    unreadable.append(f"{path}:{node.lineno}: {ast.unparse(node)}")
    assert unreadable == []
    assert marks > 900


def test_a_translator_may_put_values_in_another_order():
    """Two or more are named: "%s: %s" always says the first one first."""
    fixed = [
        f"{path}:{node.lineno}: {node.args[0].value}"
        for path, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name_of(node) in MARKED and node.args
        if isinstance(node.args[0], ast.Constant)
        if str(node.args[0].value).replace("%%", "").count("%s") > 1
    ]
    assert fixed == []


@pytest.mark.parametrize("words", ["title", "meaning", "remedy"])
def test_the_words_of_a_refusal_are_translated_where_they_are_shown(words):
    fixed = {
        kind.__qualname__
        for kind in problem_catalogue().values()
        if not isinstance(getattr(kind, words), Promise)
    }
    assert fixed == set()


# --- templates --------------------------------------------------------------------------------

NO_PAGES = (
    "components/styleguide.html",  # a page for those who build pages
    "components/examples/",
    "drf_spectacular/",  # the API's reference
)
NAMES = {"Galleria", "HTTP", "CSV", "XLSX", "PDF"}
ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "label"}
UNREAD = {"script", "style", "code", "kbd", "pre"}
# Blocks of a page that fill an attribute.
OF_ATTRIBUTES = re.compile(r"{%\s*block (?:scheme|card_class)\s*%}.*?{%\s*endblock\s*%}")
DATES = re.compile(r"\|date:\"[^\"]*\"")
BLOCKS = {"blocktranslate", "blocktrans", "comment", "verbatim"}
VALUE = "\x00"
# `with label="Buy"`, `default:"Nobody"`, not `default:"/cart"`, `date:"DATE_FORMAT"`, `_("Buy")`.
ARGUMENT = re.compile(r"""(?<!_\()(["'])((?:(?!\1).)*)\1""")
WITH_ARGUMENTS = {"include", "with"}
SHOWN_ARGUMENT = re.compile(r"^[A-Z]?[a-z]+[ ,]|^[A-Z][a-z]+\W*$")


class Reader(HTMLParser):
    """Collects what somebody reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in ATTRIBUTES and value]
        if tag in UNREAD:
            self.unread.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unread and self.unread[-1] == tag:
            self.unread.pop()

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def read(source: str, *, is_html: bool) -> list[str]:
    """The texts of a template that no tag translates."""
    markup, arguments, block = "", [], ""
    for token in Lexer(DATES.sub("", OF_ATTRIBUTES.sub("", source))).tokenize():
        name = (token.contents.split() or [""])[0]
        if block:
            block = "" if name == f"end{block}" else block
        elif token.token_type == TokenType.TEXT:
            markup += token.contents
        elif token.token_type == TokenType.BLOCK:
            block = name if name in BLOCKS else ""
            markup += VALUE
            arguments += [text for _, text in ARGUMENT.findall(token.contents)] * (
                name in WITH_ARGUMENTS
            )
        elif token.token_type == TokenType.VAR:
            markup += VALUE
            arguments += [text for _, text in ARGUMENT.findall(token.contents)]
    return visible(markup, is_html=is_html) + [
        text for text in arguments if SHOWN_ARGUMENT.search(text) and text not in NAMES
    ]


def visible(markup: str, *, is_html: bool) -> list[str]:
    texts = [markup]
    if is_html:
        reader = Reader()
        reader.feed(markup)
        texts = reader.texts
    return [
        " ".join(text.replace(VALUE, "{}").split())
        for text in texts
        if set(WORD.findall(text)) - NAMES
    ]


def templates() -> Iterator[tuple[str, str]]:
    folder = ROOT / "templates"
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in (".html", ".txt") and not name.startswith(NO_PAGES):
            yield name, path.read_text(encoding="utf-8")


def test_every_text_of_a_template_is_marked():
    every = dict(templates())
    bare_texts = {
        name: found
        for name, source in every.items()
        if (found := read(source, is_html=name.endswith(".html")))
    }
    assert bare_texts == {}
    assert len(every) > 150


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("<p>Your cart</p>", ["Your cart"]),
        ('<img alt="A cup">', ["A cup"]),
        ("{{ name|default:'Nobody' }}", ["Nobody"]),
        ('{% include "x.html" with label="Buy it" %}', ["Buy it"]),
        ('{% include "x.html" with label=_("Buy it") level="info" %}', []),
        ('<p class="one">{% translate "Your cart" %} · 2</p>', []),
        ("{% blocktranslate %}Your cart{% endblocktranslate %}", []),
        ("<script>const a = 'text of a program';</script>", []),
        ("{# for builders #}{% comment %}for builders{% endcomment %}", []),
    ],
)
def test_the_reader_of_templates_sees_what_people_see(source, texts):
    assert read(source, is_html=True) == texts


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("NotFound('It is gone')", ["It is gone"]),
        ("NotFound(f'{a} is gone')", ["{} is gone"]),
        ("NotFound(gettext('It is gone'))", []),
        ("NotFound(fields={'a': ['Too long']})", ["Too long"]),
        ("messages.error(request, 'Done')", ["Done"]),
        ("forms.CharField(label='Name', help_text=_('Short'))", ["Name"]),
        ("raise ValidationError({'a': _('No')})", []),
        ("class A(TextChoices):\n    OPEN = 'open', 'Open'", ["Open"]),
    ],
)
def test_the_reader_of_code_sees_what_people_see(source, said):
    assert [text for _, text in shown_arguments(ast.parse(source), {"NotFound"})] == said
