"""A name says what the value is. What is vague or too long still is counted, and may only fall."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.code import sources, strings, trees_below, walk

# Each says what happened to a value, or nothing: `order`, `rows`, `answer`, `total` say what it is.
VAGUE = frozenset(
    "asked done found given got held kept known left made one said seen sent shown taken told "
    "wanted written".split()
)
LONGEST = 40
# Top folder: vague names, and names longer than LONGEST (those of tests may be sentences).
# Lower what has become less.
MOST = {
    "api": (0, 0),
    "cms": (0, 0),
    "marketplace": (1, 1),  # the left edge of a printed page; a setting of Oscar's
    "tenants": (0, 0),
    "tests": (816, None),
}
# Modules whose last word looks like a gerund or a participle, and why they are called so.
NOUNS = {
    "embedded": "a kind of settings, which the environments of operators name",
    "listing": "what discovery lists",
    "provisioning": "the trade's word for making what a new shop needs",
    "shared": "what all faces of the pages share",
    "shipping": "Oscar's app, and the API's resource after it",
}


def bound_names(tree: ast.AST) -> Iterator[str]:
    """What is assigned, taken as an argument, caught, imported as, or defined."""
    for node in walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name


def names_in(folder: str) -> list[str]:
    return [name for tree in trees_below(folder).values() for name in bound_names(tree)]


def test_every_kind_of_binding_is_counted():
    code = """
import a as found
def made(kept, *, told=1):
    one = [given for given in kept]
    one.wanted = told
    try: pass
    except E as known: pass
class left:
    seen: int
"""

    names = set(bound_names(ast.parse(code)))

    assert names == set("found made kept told one given wanted known left seen".split())


@pytest.mark.parametrize("folder", MOST)
def test_vague_and_long_names_become_fewer(folder):
    names = names_in(folder)
    vague, too_long = MOST[folder]

    assert names
    assert sum(name in VAGUE for name in names) <= vague
    if too_long is not None:
        assert sum(len(name) > LONGEST for name in names) <= too_long


def test_modules_are_nouns():
    paths = {path for path in sources() for word in words_of(path) if is_verbal(word)}

    assert paths == set()


def words_of(path: str) -> list[str]:
    """The last word of the module and of each package that it is in."""
    return [part.split("_")[-1] for part in path.removesuffix(".py").split("/")]


def is_verbal(word: str) -> bool:
    return word not in NOUNS and (word in VAGUE or word.endswith(("ing", "ed")))


def test_the_ways_of_delivery_are_named_in_one_module():
    """The API's reference shows them in examples."""
    naming = {path for path, tree in sources().items() if "pickup" in strings(tree)}

    assert {path for path in naming if not path.startswith("api/")} == {
        "tenants/kernel/fulfilments.py"
    }
