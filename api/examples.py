"""What requests and answers look like, put together from the examples of their members.

An operation says what is otherwise of its own in `examples = {"get": Example(...)}` on its view.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, get_args, get_origin, is_typeddict

from rest_framework import serializers

from api.components import field_of, members_of, without_null
from api.outputs import COMPOSED


class Example(NamedTuple):
    """`request` names optional members to show as well, or gives members with their values;
    `answer` gives what differs, at any depth. A list's first entry is what each is made from."""

    request: Any = ()
    answer: Any = COMPOSED


def answer_of(output: Any, changes: Any = COMPOSED) -> Any:
    """The example of an output, or of a list of them."""
    if not is_typeddict(output) and get_origin(output) is not list:
        return changes
    return changed(compose(output), changes)


def compose(hint: Any) -> Any:
    """Of an output what all answers have; of a list one entry; of a member what `field` says.

    Raises LookupError.
    """
    kind, _ = without_null(hint)
    kind = getattr(kind, "__origin__", kind) if get_origin(kind) is Annotated else kind
    field = field_of(hint)
    example = field.example if field else COMPOSED
    if example and is_composed(kind):
        return changed(_compose_members(kind), example)
    if example is COMPOSED:
        raise LookupError(f"no example for {hint}")
    return example


def is_composed(kind: Any) -> bool:
    """Whether it is an output, or a list of one."""
    inner = get_args(kind)[0] if get_origin(kind) is list else kind
    return is_typeddict(inner)


def _compose_members(kind: Any) -> Any:
    if get_origin(kind) is list:
        return [_compose_members(get_args(kind)[0])]
    required = kind.__required_keys__
    return {name: compose(hint) for name, hint in members_of(kind).items() if name in required}


def changed(value: Any, changes: Any) -> Any:
    """The value with what differs, member by member, entry by entry."""
    if changes is COMPOSED:
        return value
    if isinstance(value, Mapping) and isinstance(changes, Mapping):
        more = {name: changed(value.get(name, COMPOSED), inner) for name, inner in changes.items()}
        return {**value, **more}
    if isinstance(value, list) and isinstance(changes, list) and value:
        return [changed(value[0], inner) for inner in changes]
    return changes


def request_of(form: serializers.Serializer[Any], changes: Any = ()) -> dict[str, Any]:
    """What must be sent, and of the rest what the operation shows."""
    members = {
        name: example_of(field)
        for name, field in form.fields.items()
        if name in changes or (field.required and not form.partial)
    }
    return members | dict(changes) if isinstance(changes, Mapping) else members


def example_of(field: serializers.Field[Any, Any, Any, Any]) -> Any:
    """What the field shows of itself, or of its members all. Raises LookupError."""
    if "example" in field.style:
        return field.style["example"]
    if isinstance(field, serializers.Serializer):
        return {name: example_of(inner) for name, inner in field.fields.items()}
    child = getattr(field, "child", None)
    if isinstance(field, serializers.ListSerializer | serializers.ListField) and child:
        return [example_of(child)]
    raise LookupError(f"no example for {field!r}")
