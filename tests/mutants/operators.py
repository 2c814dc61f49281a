"""What can be broken: an operator takes a node and yields kinds of breaks and what stands instead.

They break what costs most when it is wrong: comparisons, guards, locks, filters, rights, amounts.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy

Edits = Iterator[tuple[str, ast.AST]]

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
# Tried where `always` of an area names them, or with --every: one of each module would be too many.
NAMED_ONLY = {"part dropped", "entry dropped"}
OPPOSITES = {"min": "max", "max": "min", "any": "all", "all": "any"}
EMPTY = {"list": "[]", "dict": "{}", "tuple": "()", "set": "set()", "str": "''", "int": "0"}
# Without them nothing can be imported, or nothing but a cache or a document is lost.
NEEDED_DECORATORS = (
    "property setter classmethod staticmethod dataclass overload cache lru_cache cached_property "
    "wraps abstractmethod contextmanager total_ordering register display"
).split()


def edits(node: ast.AST, function: ast.AST | None) -> Edits:
    """The breaks of this node; `function` is the innermost that it stands in, None at import."""
    match node:
        case ast.FunctionDef():
            yield from drop_decorators(node)
        case ast.List() | ast.Tuple() | ast.Set():
            yield from drop_elements(node)
        case ast.Constant():
            yield from change_constant(node)
    if function is not None and isinstance(node, ast.stmt):
        yield from change_statement(node, function)
    elif function is not None and isinstance(node, ast.expr):
        yield from change_expression(node)


def change_statement(node: ast.stmt, function: ast.AST) -> Edits:
    match node:
        case ast.If():
            yield from change_condition(node)
        case ast.Expr(value=ast.Call()):
            yield "call dropped", ast.Pass()
        case ast.AugAssign(op=operator) if type(operator) in SIGNS and not is_text(node):
            yield "arithmetic", replace(node, op=SIGNS[type(operator)]())
        case ast.Return(value=ast.expr()):
            yield from empty_return(node, function)


def change_expression(node: ast.expr) -> Edits:
    match node:
        case ast.IfExp():
            yield from change_condition(node)
        case ast.Call():
            yield from change_call(node)
        case ast.Compare(ops=[operator]) if type(operator) in FLIPPED:
            yield "comparison", replace(node, ops=[FLIPPED[type(operator)]()])
        case ast.BoolOp(op=operator):
            yield (
                "and/or",
                replace(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And()),
            )
            yield from drop_parts(node)
        case ast.Dict(keys=[_, _, *_]):
            yield from drop_entries(node)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", deepcopy(operand)
        case ast.BinOp(op=operator) if type(operator) in SIGNS and not is_text(node):
            yield "arithmetic", replace(node, op=SIGNS[type(operator)]())


def drop_parts(node: ast.BoolOp) -> Edits:
    for part in node.values:
        rest = [other for other in node.values if other is not part]
        yield "part dropped", replace(node, values=rest) if rest[1:] else deepcopy(rest[0])


def drop_entries(node: ast.Dict) -> Edits:
    pairs = list(zip(node.keys, node.values, strict=True))
    for pair in pairs:
        rest = [other for other in pairs if other is not pair]
        keys, values = ([deepcopy(part) for part in parts] for parts in zip(*rest, strict=True))
        yield "entry dropped", replace(node, keys=keys, values=values)


def replace(node: ast.AST, **fields: object) -> ast.AST:
    copy = deepcopy(node)
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


def drop_decorators(node: ast.FunctionDef) -> Edits:
    for decorator in node.decorator_list:
        name = last_name(decorator)
        if name not in NEEDED_DECORATORS and "schema" not in name:
            rest = [other for other in node.decorator_list if other is not decorator]
            yield "decorator dropped", replace(node, decorator_list=deepcopy(rest))


def drop_elements(node: ast.List | ast.Tuple | ast.Set) -> Edits:
    if not isinstance(node, ast.Set) and not isinstance(node.ctx, ast.Load):
        return
    if len(node.elts) < 2 or not all(
        isinstance(e, ast.Name | ast.Attribute | ast.Constant) for e in node.elts
    ):
        return
    for position in range(len(node.elts)):
        yield (
            "element dropped",
            replace(node, elts=deepcopy(node.elts[:position] + node.elts[position + 1 :])),
        )


def change_constant(node: ast.Constant) -> Edits:
    if isinstance(node.value, bool):
        yield "flag", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "off by one", ast.Constant(node.value + 1)


def change_condition(node: ast.If | ast.IfExp) -> Edits:
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield "condition", replace(node, test=ast.UnaryOp(ast.Not(), deepcopy(node.test)))
    if (
        isinstance(node, ast.If)
        and not node.orelse
        and isinstance(node.body[-1], ast.Raise | ast.Return)
    ):
        yield "guard dropped", ast.Pass()


def change_call(node: ast.Call) -> Edits:
    match node.func:
        case ast.Name(id="hold") if node.args:  # tenants.kernel.locks
            yield "lock dropped", deepcopy(node.args[0])
        case ast.Attribute(attr="filter" | "exclude", value=value):
            if len(node.keywords) > 1:
                for keyword in node.keywords:
                    rest = [other for other in node.keywords if other is not keyword]
                    yield "filter dropped", replace(node, keywords=deepcopy(rest))
            else:
                yield "filter dropped", deepcopy(value)
        case ast.Name(id=name) if name in OPPOSITES:
            yield "min/max", replace(node, func=ast.Name(OPPOSITES[name], ast.Load()))


def empty_return(node: ast.Return, function: ast.AST) -> Edits:
    """By what the function says that it answers; a mere None would be noticed by anything."""
    answer = ast.unparse(function.returns) if getattr(function, "returns", None) else ""  # type: ignore[attr-defined]
    now = ast.unparse(node.value) if node.value else "None"
    instead = EMPTY.get(answer.partition("[")[0])
    if answer == "bool":
        instead = f"not ({now})"
    elif "None" in answer:
        instead = "None"
    elif answer.startswith("QuerySet"):
        instead = f"({now}).none()"
    if instead and now not in (instead, "None", "True", "False"):
        yield "answer emptied", ast.Return(ast.parse(instead, mode="eval").body)


def is_text(node: ast.BinOp | ast.AugAssign) -> bool:
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
    return any(
        isinstance(side, ast.JoinedStr | ast.List | ast.Tuple)
        or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in sides
    )


def last_name(node: ast.expr) -> str:
    """`transaction.atomic(durable=True)` -> "atomic"."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
