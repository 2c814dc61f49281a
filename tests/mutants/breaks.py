"""All breaks of a module, and which of them are tried.

The choice depends on each break's own words alone: a change elsewhere in the module leaves it.
"""

import ast
import hashlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from tests.mutants.operators import NAMED_ONLY, edits, last_name

SEED = "galleria"
LONGEST = 90
EVERY = 10_000  # breaks of a module: all that it has
SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "type_params"}
# Words for people, developers or operators; what is written there is not a rule.
SPEECH = {"gettext", "gettext_lazy", "ngettext", "_", "getLogger", "TextChoices", "cast", "warn"}
LOGS = {"debug", "info", "warning", "error", "exception", "critical", "write"}
TYPES = {"Literal", "Callable", "Mapping", "Sequence", "tuple", "dict", "list", "set"}
# Lists of a class that are rules, not configuration of a table or a form.
RULES = {"permission_classes", "authentication_classes", "throttle_classes", "http_method_names"}


@dataclass(frozen=True)
class Break:
    """One changed place of one module; `number` is its place among all of them."""

    path: str
    name: str  # of the function, dotted; of the constant where it is outside of functions
    line: int
    kind: str
    words: str
    number: int
    at_import: bool  # seen only by those who import the module anew

    @property
    def key(self) -> str:
        return f"{self.name}: {self.words}"

    @property
    def title(self) -> str:
        return f"{self.path}:{self.line} {self.key}"


@dataclass
class Place:
    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    function: ast.FunctionDef | None
    name: str

    def put(self, node: ast.AST) -> None:
        ast.copy_location(node, self.node)
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def places(
    parent: ast.AST, function: ast.FunctionDef | None = None, name: str = ""
) -> Iterator[Place]:
    """Every node that may be broken, from the top of the module to its end."""
    for field, index, node in children(parent):
        if not is_rule(node, parent, field, function):
            continue
        inner, inner_name = function, name
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner_name = f"{name}.{node.name}" if name else node.name
            inner = node if isinstance(node, ast.FunctionDef) else function
        elif isinstance(parent, ast.Module | ast.ClassDef):
            target = getattr(node, "target", None) or (getattr(node, "targets", None) or [None])[0]
            if isinstance(target, ast.Name):
                inner_name = f"{name}.{target.id}" if name else target.id
        yield Place(node, parent, field, index, function, inner_name)
        yield from places(node, inner, inner_name)


def children(node: ast.AST) -> Iterator[tuple[str, int | None, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in SKIPPED_FIELDS or (field == "args" and isinstance(node, ast.FunctionDef)):
            continue
        if isinstance(value, list):
            yield from (
                (field, i, part) for i, part in enumerate(value) if isinstance(part, ast.AST)
            )
        elif isinstance(value, ast.AST):
            yield field, None, value


def is_rule(node: ast.AST, parent: ast.AST, field: str, function: ast.AST | None) -> bool:
    match node:
        case ast.FunctionDef(name="__str__" | "__repr__") | ast.JoinedStr() | ast.Raise():
            return False
        case ast.ClassDef(name="Meta") | ast.Assign(targets=[ast.Name(id="__all__")]):
            return False
        case ast.Assign(value=ast.Subscript(value=ast.Name(id=name))) if name in TYPES:
            return False
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return False
        case ast.Call(func=ast.Name() | ast.Attribute()) if last_name(node) in SPEECH:
            return False
        case ast.Expr(value=ast.Call() as call) if last_name(call) in LOGS or is_of_super(call):
            return False
    if isinstance(parent, ast.ClassDef) and function is None:
        targets = {getattr(target, "id", "") for target in getattr(node, "targets", [])}
        return isinstance(node, ast.FunctionDef | ast.ClassDef) or bool(targets & RULES)
    if isinstance(parent, ast.Module) and field == "body":
        return isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign)
    return True


def is_of_super(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "super()"


def candidates(path: str, tree: ast.Module) -> Iterator[tuple[Break, Place, ast.AST]]:
    number = count()
    repeats: Counter[tuple[str, str]] = Counter()
    for place in places(tree):
        for kind, instead in edits(place.node, place.function):
            words = f"{kind}: {describe(place.node, instead)}"
            repeats[place.name, words] += 1
            if (repeat := repeats[place.name, words]) > 1:
                words += f" #{repeat}"
            yield (
                Break(
                    path=path,
                    name=place.name,
                    line=getattr(place.node, "lineno", 0),
                    kind=kind,
                    words=words,
                    number=next(number),
                    at_import=place.function is None,
                ),
                place,
                instead,
            )


def describe(before: ast.AST, after: ast.AST) -> str:
    if isinstance(before, ast.FunctionDef):
        rest = [ast.unparse(node) for node in getattr(after, "decorator_list", [])]
        return "@" + next(
            text for text in map(ast.unparse, before.decorator_list) if text not in rest
        )
    if isinstance(after, ast.Pass):
        return shorten(before.test) if isinstance(before, ast.If) else shorten(before)
    if isinstance(before, ast.If) and isinstance(after, ast.If):
        before, after = before.test, after.test
    return f"{shorten(before)} -> {shorten(after)}"


def shorten(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def breaks_of(path: str, source: str) -> list[Break]:
    return [candidate for candidate, _, _ in candidates(path, ast.parse(source))]


def apply(source: str, number: int) -> ast.Module:
    """The module with this one break in it."""
    tree = ast.parse(source)
    for candidate, place, instead in candidates("", tree):
        if candidate.number == number:
            place.put(instead)
            return ast.fix_missing_locations(tree)
    raise LookupError(number)


def choose(path: str, source: str, most: int, always: Collection[str] = ()) -> list[Break]:
    """Locks first, then one of each kind, then a second of each: whichever the seed puts first.

    Beside them those whose keys are in `always`.
    """
    breaks = breaks_of(path, source)
    if most == EVERY:
        return breaks
    choice = [other for other in breaks if other.kind not in NAMED_ONLY]
    chosen: list[Break] = []
    ranks: Counter[str] = Counter()
    ranked: list[tuple[int, bool, str, Break]] = []
    for candidate in sorted(choice, key=draw):
        ranked.append(
            (ranks[candidate.kind], candidate.kind != "lock dropped", draw(candidate), candidate)
        )
        ranks[candidate.kind] += 1
    for _, _, _, candidate in sorted(ranked, key=lambda entry: entry[:3]):
        slow = sum(other.at_import for other in chosen)
        if len(chosen) < most and not (candidate.at_import and slow >= 1 + most // 6):
            chosen.append(candidate)
    chosen += [other for other in breaks if other.key in always and other not in chosen]
    return sorted(chosen, key=lambda candidate: candidate.number)


def draw(candidate: Break) -> str:
    return hashlib.sha256(f"{SEED} {candidate.path} {candidate.key}".encode()).hexdigest()
