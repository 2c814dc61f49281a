"""The OpenAPI components of outputs (`api/outputs.py`)."""

from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import (
    append_meta,
    build_array_type,
    build_basic_type,
    build_choice_field,
    build_object_type,
)
from rest_framework import serializers

from api.joints.spectacular import TakesTypedDict
from api.outputs import Field, Format

Node = dict[str, Any]


class OutputComponent(TakesTypedDict, OpenApiSerializerExtension):
    """drf-spectacular takes an output wherever it takes a serializer."""

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        """CartOutput is Cart."""
        name: str = self.target.__name__
        return name.removesuffix("Output")

    def map_serializer(self, auto_schema: Any, direction: Any) -> Node:
        members = {
            name: _describe_member(hint, auto_schema)
            for name, hint in members_of(self.target).items()
        }
        required = sorted(self.target.__required_keys__)
        schema: Node = build_object_type(properties=members, required=required)
        return schema


def _describe_member(hint: Any, auto_schema: Any) -> Node:
    field = field_of(hint)
    meta: Node = dict(field.rules) if field else {}
    if field and field.description:
        meta["description"] = field.description
    inner, is_nullable = without_null(hint)
    if is_nullable:
        meta["nullable"] = True
    if field and field.choices:
        choices = serializers.ChoiceField(field.choices, allow_null=is_nullable)
        return _with_meta(build_choice_field(choices), meta)
    return _with_meta(describe_type(inner, auto_schema), meta)


def _with_meta(schema: Node, meta: Node) -> Node:
    described: Node = append_meta(schema, meta)
    return described


def describe_type(hint: Any, auto_schema: Any) -> Node:
    """JSON Schema of a type: a basic one, a list, a dict by text, or another output."""
    if get_origin(hint) is Annotated:
        base, *notes = get_args(hint)
        schema = describe_type(base, auto_schema)
        formats = [note.name for note in notes if isinstance(note, Format)]
        return schema | {"format": formats[0]} if formats else schema
    if get_origin(hint) is list:
        return _with_meta(build_array_type(describe_type(get_args(hint)[0], auto_schema)), {})
    if get_origin(hint) is dict:
        value = describe_type(get_args(hint)[1], auto_schema)
        return {"type": "object", "additionalProperties": value}
    if hint is Any:
        return {}
    if is_typeddict(hint):
        reference: Node = auto_schema.resolve_serializer(hint, "response").ref
        return reference
    return dict(build_basic_type(hint))


def members_of(output: Any) -> dict[str, Any]:
    """Each member's annotation by its name, in order; those of its bases first."""
    hints = get_type_hints(output, include_extras=True)
    return {
        name: get_args(hint)[0] if get_origin(hint) is NotRequired else hint
        for name, hint in hints.items()
    }


def field_of(hint: Any) -> Field | None:
    """What `field` says of a member."""
    notes = getattr(hint, "__metadata__", ())
    return next((note for note in notes if isinstance(note, Field)), None)


def without_null(hint: Any) -> tuple[Any, bool]:
    """`Annotated[Uuid | None, ...]` -> (Uuid, True)."""
    base = hint.__origin__ if get_origin(hint) is Annotated else hint
    if get_origin(base) not in (Union, UnionType):
        return hint, False
    kinds = [kind for kind in get_args(base) if kind is not NoneType]
    return kinds[0], len(kinds) < len(get_args(base))
