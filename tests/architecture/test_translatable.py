"""Every sentence that people see can be translated, in Python and in templates.

What a program, a terminal or a log reads is English: docstrings, log lines, errors of programmers,
the modules of NOT_FOR_PEOPLE, and of the API what describes it (its refusals are for people).
Which texts are for people, `sentences.py` tells.
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
from tests.architecture.code import ROOT, sources, walk
from tests.architecture.sentences import MARKED, WORD, name_of, prose_in, shown_in

# --- Python -----------------------------------------------------------------------------------

NOT_FOR_PEOPLE = (
    "marketplace/runtime/",  # the terminal of whoever runs the product
    "marketplace/settings/env.py",  # the same
    "marketplace/demo/",  # the texts of five invented shops
    "cms/demo.py",
    "cms/provisioning.py",  # the first content of a site, which its editors own
    "marketplace/pages/shared/styleguide",  # a page for those who build pages
    "tenants/archives/",
    "tenants/provisioning/",
    "tenants/postgresql/",
    "tenants/tasks/",  # why a task ended, in its row
    "tenants/registry/checks.py",  # Django's system checks
    "tenants/registry/orphans.py",  # what a command writes to a terminal
    "tenants/feeds/reports.py",
    "marketplace/purchases/checks.py",
    "marketplace/requests/health.py",  # read by a probe
    "marketplace/requests/metrics.py",  # read by a monitor
    "tenants/feeds/template_file.py",  # a file to fill in, in the words that are read
    "tenants/shop/guards.py",  # refuses code, not people
    "tenants/feeds/spool.py",  # SQL
    "api/contract/",  # `make schema`
    "api/openapi.py",  # the API's reference
    "marketplace/settings/rest.py",
    "api/schema.py",
    "api/v1/samples.py",
)
# Phrases that only look like it, by file: a list of names, as others write them.
NO_PHRASES = {
    "marketplace/activities/services.py": {"purchase, orders"},  # names of members
    "marketplace/discovery/jobs.py": {"{} of {}"},  # goes into a log line
    "marketplace/discovery/price_spans.py": {"listed price"},  # goes into SQL
    "marketplace/pages/shared/forms.py": {"shipping country", "shipping tel"},  # of HTML
    "tenants/feeds/formats/base.py": {"Further barcodes"},  # an attribute that a shop's data has
    "tenants/kernel/rich_text.py": {"nofollow noopener noreferrer ugc"},  # of HTML
    "tenants/registry/outages.py": {" ({} more since the last line)"},  # goes into a log line
    "api/v1/fields.py": {"As it was set"},  # the API's reference
    "api/v1/second_factor/inputs.py": {"Six digits of the app, or a recovery code"},  # the same
    "marketplace/settings/base.py": {"csv docx ods odt pdf pptx rtf txt xlsx zip"},
}
# Columns of files, as others call them, names of places, and those that no shop may take: there a
# text is refused if it is a whole sentence.
LISTS = (
    "tenants/feeds/formats/google.py",
    "tenants/feeds/formats/magento.py",
    "tenants/feeds/formats/shopify.py",
    "tenants/feeds/formats/woocommerce.py",
    "tenants/feeds/other_lists.py",
    "tenants/kernel/postal/place_names.py",
    "tenants/registry/names.py",
)
WHOLE = re.compile(r"[A-Z].*\s.*[.!…]$", re.DOTALL)
NAMES = {"Galleria", "HTTP", "CSV", "XLSX", "PDF"}


def of_people() -> dict[str, ast.Module]:
    return {
        path: tree
        for path, tree in sources().items()
        if not path.startswith(NOT_FOR_PEOPLE) and "/management/" not in path
    }


def is_of_api(path: str) -> bool:
    return path.startswith("api/")


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
        for line, text in prose_in(tree, of_api=is_of_api(path))
        if text not in NO_PHRASES.get(path, ())
        if WHOLE.match(text) or path not in LISTS
    ]
    assert bare_sentences == []


def test_each_exception_is_needed():
    bare = {
        path: {text for _, text in prose_in(tree, of_api=is_of_api(path))}
        for path, tree in of_people().items()
    }
    assert {path: phrases - bare[path] for path, phrases in NO_PHRASES.items()} == {
        path: set() for path in NO_PHRASES
    }
    assert [path for path in LISTS if not bare[path]] == []
    idle = [place for place in NOT_FOR_PEOPLE if not any(p.startswith(place) for p in sources())]
    assert idle == []


def test_what_refusals_forms_and_messages_say_is_marked():
    problem_catalogue()
    names = refusal_names()
    assert len(names) > 80
    bare_arguments = [
        f"{path}:{line}: {text}"
        for path, tree in of_people().items()
        for line, text in shown_in(tree, names, of_api=is_of_api(path))
        if text not in NAMES
    ]
    assert bare_arguments == []


def test_what_is_marked_is_written_out_so_that_it_can_be_collected():
    """gettext(f"...") and gettext(name) leave nothing for `make messages`; CONSTANTS are marked."""
    unreadable, marks = [], 0
    for path, tree in sources().items():
        for node in walk(tree):
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
        for node in walk(tree)
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
        ("NotFound(fields={a: ['Too long'] for a in b})", ["Too long"]),
        ("messages.error(request, 'Done')", ["Done"]),
        ("forms.CharField(label='Name', help_text=_('Short'))", ["Name"]),
        ("models.CharField('Barcode', max_length=3)", ["Barcode"]),
        ("raise ValidationError({'a': _('No')})", []),
        ("raise refuse('rating', 'Once')", ["Once"]),
        ("refuse(name, f'Use {low} to {high}')", ["Use {} to {}"]),
        ("class A(TextChoices):\n    OPEN = 'open', 'Open'", ["Open"]),
        ("class A:\n    message = 'Gone'", ["Gone"]),
        ("class A(Field):\n    default_error_messages = {'invalid': 'No'}", ["No"]),
        ("FONTS = [('slab', _('Sturdy')), ('mono', 'Typewriter')]", ["Typewriter"]),
        ("RADII = [(0, 'Square'), (14, 'Round')]", ["Square", "Round"]),
        ("SHOPS = [('clay', 'blue'), ('paper', 'red')]", []),
        ("return {'detail': 'Gone' if a else 'Here'}", ["Gone", "Here"]),
    ],
)
def test_the_reader_of_code_sees_what_people_see(source, said):
    texts = [text for _, text in shown_in(ast.parse(source), {"NotFound"})]
    assert sorted(texts) == sorted(said)


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("a = 'Use a text.'", ["Use a text."]),
        ("a = 'Available.'", ["Available."]),
        ("TYPES = [(A, is_whole, 'Use a whole number')]", ["Use a whole number"]),
        ("more = f' and {count} more'", [" and {} more"]),
        ("name = f'{browser} on {system}'", ["{} on {}"]),
        ("a = b or 'nothing more'", ["nothing more"]),
        ("a = f\"{b or 'nothing more'}\"", ["nothing more"]),
        ("a = gettext('Use a text.')", []),
        ('"Of programmers, who read."', []),
        ("logger.info('It is done at last')", []),
        ("raise ValueError('This cannot be so')", []),
        ("a = 'SELECT name FROM shop WHERE id'", []),
        ("a = 'galleria/shop.css'", []),
    ],
)
def test_the_reader_of_code_knows_prose(source, prose):
    assert [text for _, text in prose_in(ast.parse(source))] == prose


def test_the_reference_of_the_api_is_english():
    code = "Field(help_text='How it is'); field('How it is'); a = 'How it is'"
    assert [text for _, text in prose_in(ast.parse(code), of_api=True)] == ["How it is"]
    assert [text for _, text in shown_in(ast.parse("A(help_text='So')"), set(), of_api=True)] == []
