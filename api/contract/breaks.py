"""What of a new OpenAPI document would break clients of an older one.

Adding is free: operations, optional members of requests, members of answers, statuses of
refusals. Each finding is a line; those that are meant stand in docs/api/breaking.md.
"""

import re
from collections.abc import Iterator
from typing import Any

from api.contract.schemas import Comparison, Node, resolve

MEANT = re.compile(r"^- `(.+)`", re.MULTILINE)


def breaking_changes(old: Node, new: Node) -> list[str]:
    """One line each, in the order of the older document."""
    after = _operations(new)
    lines: list[str] = []
    for key, operation in _operations(old).items():
        if key not in after:
            lines.append(f"{key}: removed")
            continue
        comparison = Comparison(old, new)
        lines += [f"{key}: {line}" for line in _changes(operation, after[key], comparison)]
    return list(dict.fromkeys(lines))


def undeclared_changes(changes: list[str], notes: str) -> list[str]:
    """Those that the notes (docs/api/breaking.md) do not name."""
    declarations = set(MEANT.findall(notes))
    return [line for line in changes if line not in declarations]


def _operations(document: Node) -> dict[str, Node]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def _changes(old: Node, new: Node, comparison: Comparison) -> Iterator[str]:
    if old["operationId"] != new["operationId"]:
        yield f"its id {old['operationId']} -> {new['operationId']}"
    yield from _security(old, new)
    yield from _parameters(old, new, comparison)
    yield from _request(old.get("requestBody"), new.get("requestBody"), comparison)
    yield from _responses(old["responses"], new["responses"], comparison)


def _security(old: Node, new: Node) -> Iterator[str]:
    before = [frozenset(way) for way in old.get("security", [{}])]
    after = [frozenset(way) for way in new.get("security", [{}])]
    for way in before:
        if not any(other <= way for other in after):
            yield f"cannot be called any more with {' and '.join(sorted(way)) or 'no login'}"


def _parameters(old: Node, new: Node, comparison: Comparison) -> Iterator[str]:
    before, after = _by_name(old, comparison.old), _by_name(new, comparison.new)
    for name in sorted(before.keys() - after.keys()):
        yield f"parameter {name}: removed"
    for name, parameter in after.items():
        required = parameter.get("required", False)
        if required and not before.get(name, {}).get("required", False):
            yield f"parameter {name}: became required"
        if name in before:
            yield from comparison.of_request(
                before[name].get("schema", {}), parameter.get("schema", {}), f"parameter {name}"
            )


def _by_name(operation: Node, document: Node) -> dict[str, Node]:
    parameters = {}
    for entry in operation.get("parameters", []):
        parameter = resolve(entry["$ref"], document) if "$ref" in entry else entry
        parameters[f"{parameter['in']}/{parameter['name']}"] = parameter
    return parameters


def _request(old: Node | None, new: Node | None, comparison: Comparison) -> Iterator[str]:
    if new is None:
        if old is not None:
            yield "request: takes no body any more"
        return
    if new.get("required", False) and not (old or {}).get("required", False):
        yield "request: a body became required"
    for kind, body in (old or {"content": {}})["content"].items():
        if kind not in new["content"]:
            yield f"request: {kind} is not read any more"
            continue
        after: Any = new["content"][kind].get("schema", {})
        yield from comparison.of_request(body.get("schema", {}), after, "request")


def _responses(old: Node, new: Node, comparison: Comparison) -> Iterator[str]:
    for status, response in old.items():
        if status >= "300":
            continue
        if status not in new:
            yield f"{status}: is not answered any more"
            continue
        before, after = response.get("content", {}), new[status].get("content", {})
        for kind, body in before.items():
            if kind not in after:
                yield f"{status}: {kind} is not answered any more"
                continue
            yield from comparison.of_answer(
                body.get("schema", {}), after[kind].get("schema", {}), status
            )
