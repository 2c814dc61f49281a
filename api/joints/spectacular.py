"""drf-spectacular's private parts that we stand on.

It offers to describe one operation by hand; what holds for all of them has to be said where it
puts a document together.
"""

from typing import Any, get_args, get_origin, is_typeddict

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_array_type
from rest_framework import serializers

from api.inputs import NOT_BLANK, Input, decimal_pattern
from api.v1.fields import NameText, PhoneText
from tenants.kernel.names import VISIBLE, require_visible


class TakesTypedDict:
    """For an OpenApiSerializerExtension, which is chosen by a class's name elsewhere."""

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return is_typeddict(target)


class OutputSchema(AutoSchema):
    """Of an operation whose answers are outputs (api/outputs.py), and whose inputs have `rules`."""

    method: str

    def add_answers(self, bodies: dict[str, Any], direction: Any) -> None:
        """Further answers by their status, beside those that `extend_schema` names."""
        raise NotImplementedError

    def _map_serializer_field(self, field: Any, direction: Any, **options: Any) -> Any:
        """What a request may hold more exactly than the framework tells (see api/inputs.py)."""
        schema = super()._map_serializer_field(field, direction, **options)
        if direction != "request":
            return schema
        if require_visible in getattr(field, "validators", []):
            schema["pattern"] = rf"^$|{VISIBLE}" if field.allow_blank else VISIBLE
        is_text = type(field) in (serializers.CharField, NameText, PhoneText)
        if is_text and field.trim_whitespace and not field.allow_blank:
            schema.setdefault("pattern", NOT_BLANK)
        if isinstance(field, serializers.DecimalField):
            schema["pattern"] = decimal_pattern(field)
        if isinstance(field, serializers.DictField) and not field.allow_empty:
            schema["minProperties"] = 1
        return schema | getattr(field, "rules", {})

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        """Rules of an `Input` over several of its members, and that it has no others."""
        schema = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Input) and not serializer.takes_more:
            schema["additionalProperties"] = False
        return schema | getattr(serializer, "rules", {})

    def _get_request_body(self, direction: Any = "request") -> Any:
        """Rules ask for one member or another, so they ask for a body."""
        body = super()._get_request_body(direction)
        if body and getattr(self.get_request_serializer(), "rules", None):
            body["required"] = True
        return body

    def _get_request_for_media_type(self, serializer: Any, direction: Any = "request") -> Any:
        """A PATCH needs what its serializer needs, unless that is told as `Input(partial=True)`."""
        method = self.method
        if method == "PATCH" and not getattr(serializer, "partial", False):
            self.method = "PUT"
        try:
            return super()._get_request_for_media_type(serializer, direction)
        finally:
            self.method = method

    def _get_response_for_code(self, serializer: Any, *args: Any, **kwargs: Any) -> Any:
        """`list[CountryOutput]` is an answer too."""
        if get_origin(serializer) is list:
            (row,) = get_args(serializer)
            serializer = build_array_type(self.resolve_serializer(row, "response").ref)
        return super()._get_response_for_code(serializer, *args, **kwargs)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        self.add_answers(bodies, direction)
        return dict(sorted(bodies.items()))
