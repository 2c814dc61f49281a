"""What of a module's texts people will read, and is written bare: nothing marks it.

Each tree is walked once. Two things tell a text for people: that it is prose (words with spaces
between, a word with a full stop), and where it stands (a label, a refusal, a choice): there one
word is enough.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

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
LOGGED = {"debug", "info", "warning", "error", "exception", "critical", "note"}
LOGS = {"logger", "log", "access", "logging"}
OF_PROGRAMMERS = {
    "AssertionError",
    "CarrierRefused",  # why a message stays unsent: for the log and its retry
    "CommandError",
    "CurrencyMismatch",  # a mistake of ours
    "ImproperlyConfigured",
    "LookupError",
    "RatesRefused",  # of a chore and a command, as UnusableRates
    "RuntimeError",
    "ShopFull",  # caught, and answered as Busy
    "TokenBackendError",  # caught, and answered as InvalidToken
    "TokenError",
    "TypeError",
    "UnusableRates",
    "ValueError",
}
# The API's reference, which is English: calls and keywords that make it.
OF_THE_REFERENCE = {"example", "field", "header", "password_field", "OpenApiParameter"}
DESCRIBING = {"description", "help_text", "sample", "style", "summary"}

WORD = re.compile(r"[^\W\d_]{2,}")
# SQL, markup, paths, names of things in code.
CODE = re.compile(
    r"\b(?:SELECT|FROM|WHERE|JOIN|AND|OR|UNION|SET|ORDER BY|IS|IN|NOT|CASE|WHEN|LIMIT|DESC|AS)\b"
    r"|[<>=_|;*#\\^$\[\]]|::|//|\w\(|\{"
)
QUOTED = re.compile(r"`[^`]*`|%\(\w+\)[sd]|%[sd]|\{\}")
PROSE_WORD = re.compile(r"(?<![\w/.-])[^\W\d_][a-z]+(?![\w/-])")
ONE_WORD = re.compile(r"[A-Z][a-z]+[.!?…]")
# `f"{browser} on {system}"`: one word, and yet a phrase that other languages turn round.
BETWEEN_VALUES = re.compile(r"\x00 [a-z]{2,} \x00")

# Keywords, attributes of a class and keys of a dict whose text a form, a page or a client shows.
SHOWN = {
    "default_error_messages",
    "detail",
    "empty_label",
    "error_messages",
    "heading",
    "help_text",
    "index_title",
    "label",
    "message",
    "meaning",
    "remedy",
    "site_header",
    "site_title",
    "title",
    "verbose_name",
    "verbose_name_plural",
}
NO_DICT_KEYS = {"title"}  # of a product, as the shop calls it
# Calls whose texts are shown: which positional argument.
CALLS = {
    "ValidationError": 0,
    "ParseError": 0,
    "PermissionDenied": 0,
    "MultiFieldPanel": 1,
    "add_error": 1,
    "refuse": 1,
    "add_message": 2,
}
# Fields whose first argument is no name for people.
UNNAMED_FIELDS = {"RegexField", "ChoiceField", "ManyToManyField", "OneToOneField"}


def text_of(node: ast.AST | None) -> str:
    """The text that a constant or an f-string writes, "" for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "{}" for part in node.values)
    return ""


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def root_of(node: ast.expr) -> str:
    """`a` of `a.b.c`."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return getattr(node, "id", "")


def is_quiet(node: ast.AST) -> bool:
    """Marked for translation, or for programmers: what a row is called, a docstring, a log line."""
    match node:
        case ast.FunctionDef(name="__str__" | "__repr__"):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call():
            name = name_of(node)
            is_logged = name in LOGGED and root_of(node.func).lstrip("_") in LOGS
            return name in MARKED or name in OF_PROGRAMMERS or is_logged
    return False


@cache
def spoken(tree: ast.Module, *, of_api: bool = False) -> tuple[ast.AST, ...]:
    """The nodes of a tree that may be shown: no docstrings, nothing quiet, no reference."""
    nodes: list[ast.AST] = []
    rest: list[ast.AST] = [tree]
    while rest:
        node = rest.pop()
        if is_quiet(node) or (of_api and is_reference(node)):
            continue
        nodes.append(node)
        rest += parts_of(node)
    return tuple(nodes)


def is_reference(node: ast.AST) -> bool:
    if isinstance(node, ast.keyword):
        return node.arg in DESCRIBING
    if isinstance(node, ast.Assign):
        return [getattr(target, "id", "") for target in node.targets] == ["examples"]
    return isinstance(node, ast.Call) and name_of(node) in OF_THE_REFERENCE


def parts_of(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Assert):
        return [node.test]
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return list(ast.iter_child_nodes(node))


def prose_in(tree: ast.Module, *, of_api: bool = False) -> Iterator[tuple[int, str]]:
    """(line, text) of each bare text that reads as prose."""
    for node in spoken(tree, of_api=of_api):
        if is_prose(text := text_of(node)):
            yield node.lineno, text


def is_prose(text: str) -> bool:
    words = QUOTED.sub("\x00", text).strip()
    if " " not in words:
        return bool(ONE_WORD.fullmatch(words))
    if CODE.search(words):
        return False
    return len(PROSE_WORD.findall(words)) > 1 or bool(BETWEEN_VALUES.search(words))


def shown_in(
    tree: ast.Module, refusals: set[str], *, of_api: bool = False
) -> Iterator[tuple[int, str]]:
    """(line, text) of what is written bare where people will read it."""
    for node in spoken(tree, of_api=of_api):
        for value in values_shown(node, refusals):
            for part in written(value):
                if WORD.search(QUOTED.sub("", text_of(part))):
                    yield part.lineno, text_of(part)


def values_shown(node: ast.AST, refusals: set[str]) -> Iterator[ast.expr | None]:
    match node:
        case ast.ClassDef():
            yield from attributes_shown(node)
        case ast.Call():
            yield from arguments_shown(node, refusals)
        case ast.keyword(arg=str(name)) if name in SHOWN:
            yield node.value
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if text_of(key) in SHOWN - NO_DICT_KEYS:
                    yield value
        case ast.List() | ast.Tuple() if is_choices(node):
            yield from (pair.elts[-1] for pair in node.elts)


def attributes_shown(node: ast.ClassDef) -> Iterator[ast.expr]:
    is_of_choices = any("Choices" in ast.unparse(base) for base in node.bases)
    is_app = any(ast.unparse(base).endswith("AppConfig") for base in node.bases)
    for line in node.body:
        if not isinstance(line, ast.Assign):
            continue
        if is_of_choices and isinstance(line.value, ast.Tuple):
            yield line.value.elts[-1]
        names = {getattr(target, "id", "") for target in line.targets}
        if names & SHOWN and not (is_app and names == {"label"}):
            yield line.value


def arguments_shown(call: ast.Call, refusals: set[str]) -> Iterator[ast.expr]:
    name = name_of(call)
    if name in refusals:
        yield from call.args[:1]
        yield from (word.value for word in call.keywords if word.arg == "fields")
    if root_of(call.func) == "messages":
        yield from call.args[1:2]
    if name in CALLS:
        yield from call.args[CALLS[name] : CALLS[name] + 1]
    if name.endswith("Field") and name not in UNNAMED_FIELDS:
        yield from call.args[:1]


def is_choices(node: ast.List | ast.Tuple) -> bool:
    """`[("mono", "Typewriter"), (0, "Square")]`: what is stored, and what is read."""
    return len(node.elts) > 1 and all(
        isinstance(pair, ast.Tuple)
        and len(pair.elts) == 2
        and isinstance(pair.elts[0], ast.Constant)
        and (is_marked(pair.elts[1]) or text_of(pair.elts[1])[:1].isupper())
        for pair in node.elts
    )


def is_marked(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and name_of(node) in MARKED


def written(node: ast.expr | None) -> Iterator[ast.expr]:
    """The texts that an expression may come to: not those of a call, nor the keys of a dict."""
    if text_of(node):
        yield node
        return
    inner: list[ast.expr | None] = []
    match node:
        case ast.IfExp():
            inner = [node.body, node.orelse]
        case ast.BinOp(op=ast.Add()):
            inner = [node.left, node.right]
        case ast.BinOp():
            inner = [node.left]
        case ast.BoolOp() | ast.Dict():
            inner = list(node.values)
        case ast.List() | ast.Tuple():
            inner = list(node.elts)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            inner = [node.elt]
        case ast.DictComp():
            inner = [node.value]
    for part in inner:
        yield from written(part)
