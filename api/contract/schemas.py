"""Comparing two JSON schemas: what would break a client that was written for the older one.

Requests must take all that they took before; answers must give nothing that was not promised.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]

# Bounds of requests: which way they get narrower.
LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


@dataclass
class Comparison:
    """Of two documents; finds sentences such as `cart.items.quantity: type integer -> string`."""

    old: Node
    new: Node
    pairs: set[tuple[str, str, bool]] = field(default_factory=set)

    def of_request(self, old: Node, new: Node, place: str) -> Iterator[str]:
        yield from self._compare(old, new, place, is_request=True)

    def of_answer(self, old: Node, new: Node, place: str) -> Iterator[str]:
        yield from self._compare(old, new, place, is_request=False)

    def _compare(self, old: Node, new: Node, place: str, *, is_request: bool) -> Iterator[str]:
        pair = (str(old.get("$ref")), str(new.get("$ref")), is_request)
        if "$ref" in old and pair in self.pairs:  # a tree, or said already
            return
        self.pairs.add(pair)
        before, after = plain(old, self.old), plain(new, self.new)
        others = list(_types(before, after, place, is_request))
        yield from others
        if others and not types(before) & types(after):
            return  # what is inside is another thing too
        yield from _values(before, after, place, is_request)
        if is_request:
            yield from _bounds(before, after, place)
        yield from self._members(before, after, place, is_request)
        if "items" in before and "items" in after:
            yield from self._compare(
                before["items"], after["items"], f"{place}[]", is_request=is_request
            )
        if isinstance(before.get("additionalProperties"), dict) and isinstance(
            after.get("additionalProperties"), dict
        ):
            yield from self._compare(
                before["additionalProperties"],
                after["additionalProperties"],
                f"{place}{{}}",
                is_request=is_request,
            )

    def _members(self, old: Node, new: Node, place: str, is_request: bool) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        required_before, required_after = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(before.keys() - after.keys()):
            yield f"{place}.{name}: removed"
        for name in sorted(
            (required_after if is_request else required_before)
            - (required_before if is_request else required_after)
        ):
            if is_request or name in after:
                yield f"{place}.{name}: {'became required' if is_request else 'may now be absent'}"
        for name in sorted(before.keys() & after.keys()):
            yield from self._compare(
                before[name], after[name], f"{place}.{name}", is_request=is_request
            )


def plain(schema: Node, document: Node) -> Node:
    """Without `$ref`, and with `null` among its types instead of a choice of two schemas."""
    while "$ref" in schema:
        schema = resolve(schema["$ref"], document)
    for kind in ("allOf", "oneOf", "anyOf"):
        if kind not in schema:
            continue
        rest = {key: value for key, value in schema.items() if key != kind}
        parts = [plain(part, document) for part in schema[kind]]
        solid = [
            part for part in parts if part.get("type") != "null" and part.get("enum") != [None]
        ]
        if kind != "allOf" and len(solid) > 1:
            return {**rest, "choices": solid}
        merged: Node = {}
        for part in solid:
            merged = {**merged, **part}
        if len(solid) < len(parts):
            merged["type"] = sorted({*types(merged), "null"})
        schema = {**merged, **rest}
    return schema


def resolve(reference: str, document: Node) -> Node:
    node: Node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def types(schema: Node) -> set[str]:
    """Empty for any type."""
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _types(old: Node, new: Node, place: str, is_request: bool) -> Iterator[str]:
    before, after = types(old), types(new)
    narrower, wider = (before, after) if is_request else (after, before)
    lost = not wider >= narrower if wider and narrower else bool(wider) and not narrower
    if lost and not (is_request and narrower == {"integer"} and "number" in wider):
        yield f"{place}: type {_write_types(before)} -> {_write_types(after)}"
    if old.get("format") != new.get("format") and new.get("format") is not None:
        yield f"{place}: format {old.get('format')} -> {new['format']}"
    if old.get("choices") != new.get("choices"):
        yield f"{place}: its choices are others"


def _write_types(kinds: set[str]) -> str:
    return " or ".join(sorted(kinds)) or "any"


def _values(old: Node, new: Node, place: str, is_request: bool) -> Iterator[str]:
    before, after = old.get("enum"), new.get("enum")
    if before is None and after is None:
        return
    if is_request and after is not None:
        gone = ["any"] if before is None else [value for value in before if value not in after]
        if gone:
            yield f"{place}: no longer takes {', '.join(map(str, gone))}"
    if not is_request and before is not None:
        added = ["any"] if after is None else [value for value in after if value not in before]
        if added:
            yield f"{place}: may now be {', '.join(map(str, added))}"


def _bounds(old: Node, new: Node, place: str) -> Iterator[str]:
    for names, narrower in ((LOWER, 1), (UPPER, -1)):
        for name in names:
            before, after = old.get(name), new.get(name)
            if after is not None and (before is None or (after - before) * narrower > 0):
                yield f"{place}: {name} {before} -> {after}"
    if new.get("pattern") not in (None, old.get("pattern")):
        yield f"{place}: pattern {old.get('pattern')} -> {new['pattern']}"
