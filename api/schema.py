"""OpenAPI: every operation documents its refusals as problem documents."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.requests.problems import CONTENT_TYPE

MEANINGS = {
    400: "The request cannot be understood: a malformed body, a value or parameter not known.",
    401: "Nobody is logged in, or the token is not valid.",
    403: "Logged in, but not allowed.",
    404: "There is no such thing here.",
    405: "This address does not take that method.",
    406: "Only JSON can be answered.",
    409: "It conflicts with how things stand now.",
    413: "The body is too large.",
    415: "Only JSON is read.",
    422: "Understood, but it cannot be done that way.",
    429: "Too many tries; `Retry-After` tells when to come back.",
    503: "The shop is suspended; `Retry-After` tells when to ask again.",
}


def only_ours(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of all REST views those of this API: Wagtail has some for its own editor."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField(help_text="Stable name of the kind of problem: `/problems/...`")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    trace_id = serializers.CharField(help_text="Quote it when you ask for help.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class OperationSchema(AutoSchema):
    """Adds to each operation the refusals that it can answer.

    A view names its own in `problems = {"post": [409, 422]}`; the general ones are worked out.
    """

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """CartDocument is Cart, CheckoutInput is CheckoutRequest (the suffix is added later)."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Document").removesuffix("Input")

    def get_examples(self) -> list[OpenApiExample]:
        from api.v1.examples import EXAMPLES

        example = EXAMPLES.get(self.get_operation_id())
        made = []
        if example and example.request is not None:
            made.append(OpenApiExample("Request", example.request, request_only=True))
        if example and example.response is not None:
            made.append(OpenApiExample("Answer", example.response, response_only=True))
        return made

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._problem_statuses():
            if str(status) not in bodies:
                bodies[str(status)] = self._problem_body(status, direction)
        return dict(sorted(bodies.items()))

    def _problem_statuses(self) -> Iterable[int]:
        own = getattr(self.view, "problems", {}).get(self.method.lower(), [])
        found = {400, 406, 503, *own, *getattr(self.view, "any_problems", [])}
        known = bool(self.view.authentication_classes)
        if known:
            found.add(401)
        if self.method != "GET":
            found |= {403, 413, 415} if known else {413, 415}
        if "{" in self.path:
            found.add(404)
        return sorted(found)

    def _problem_body(self, status: int, direction: Any) -> dict[str, Any]:
        body: dict[str, Any] = self._get_response_for_code(
            ProblemSerializer, str(status), [CONTENT_TYPE], direction
        )
        return {**body, "description": MEANINGS[status]}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document. It follows from the code alone, so one process makes it once."""
    generator = SchemaGenerator(urlconf="api.root")
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)
    return schema


class SchemaView(APIView):
    """/api/schema/: JSON, or YAML when the Accept header asks for it."""

    schema = None
    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes: Sequence[type[BaseRenderer]] = (
        OpenApiJsonRenderer,
        JSONRenderer,
        OpenApiYamlRenderer,
    )

    def get(self, request: Request) -> Response:
        return Response(document())


class YamlSchemaView(SchemaView):
    renderer_classes = (OpenApiYamlRenderer,)
