"""OpenAPI: every operation documents its refusals as problem documents."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.plumbing import force_instance
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from api.components import OutputComponent  # noqa: F401  registers itself
from api.examples import Example, answer_of, request_of
from api.joints.spectacular import OutputSchema
from api.openapi import problem_response
from api.outputs import COMPOSED
from tenants.staff.gates import ShopNotActive


def only_ours(endpoints: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Of all REST views those of this API: Wagtail has some for its own editor."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField(
        help_text="Stable name of the kind of problem, and the address of its page: `/problems/...`"
    )
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    trace_id = serializers.CharField(help_text="Quote it when you ask for help.")
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class OperationSchema(OutputSchema):
    """Adds to each operation the refusals that it can answer.

    A view names its own in `problems = {"post": [EmptyCart, CartChanged]}`, by their classes or
    as bare statuses; the general ones are worked out.
    """

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """One view may stand at two addresses; the further one has a name of its own."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation:
            operation["operationId"] = self._prefix + operation["operationId"]
        return operation

    @property
    def _prefix(self) -> str:
        return getattr(self.view, "operation_prefix", "")

    def get_description(self) -> str:
        """What `extend_schema` says; a docstring in the code speaks to programmers of the code."""
        return ""

    def is_deprecated(self) -> bool:
        return getattr(self._handler, "is_superseded", False)

    @property
    def _handler(self) -> Any:
        return getattr(self.view, self.method.lower())

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """CheckoutInput is CheckoutRequest (the suffix is added later)."""
        name: str = super().get_serializer_name(serializer, direction)
        return name.removesuffix("Input")

    def get_examples(self) -> list[OpenApiExample]:
        """Put together from those of the members (api/examples.py)."""
        changes = getattr(self.view, "examples", {}).get(self.method.lower(), Example())
        return [*self._request_examples(changes), *self._answer_examples(changes)]

    def _request_examples(self, changes: Example) -> Iterator[OpenApiExample]:
        if self.method not in ("POST", "PUT", "PATCH"):
            return
        form = self.get_request_serializer()
        form = next(iter(form.values())) if isinstance(form, dict) else form
        if form is not None:
            value = request_of(force_instance(form), changes.request)
            kind = self.map_parsers()[0]
            yield OpenApiExample("Request", value, request_only=True, media_type=kind)

    def _answer_examples(self, changes: Example) -> Iterator[OpenApiExample]:
        """What the view changes is the first answer's; a 202 beside it has a name of its own."""
        outputs = self.get_response_serializers()
        first = next(iter(outputs.values()))
        for status, output in outputs.items():
            value = answer_of(output, changes.answer if output is first else COMPOSED)
            if value is not COMPOSED:
                name = "Answer" if output is first else "Accepted"
                yield OpenApiExample(name, value, response_only=True, status_codes=[str(status)])

    def add_answers(self, bodies: dict[str, Any], direction: Any) -> None:
        self.resolve_serializer(ProblemSerializer, direction)
        for status, codes in self._problems().items():
            bodies.setdefault(str(status), problem_response(status, codes))

    def _problems(self) -> dict[int, list[str]]:
        """By status the codes of this operation's own refusals."""
        statuses: dict[int, list[str]] = {status: [] for status in self._general_statuses()}
        for problem in [
            *getattr(self.view, "problems", {}).get(self.method.lower(), []),
            *getattr(self.view, "any_problems", []),
            *([ShopNotActive] if self.method in getattr(self.view, "rights", {}) else []),
        ]:
            status = problem if isinstance(problem, int) else problem.status
            codes = statuses.setdefault(status, [])
            codes += [] if isinstance(problem, int) else [problem.code]
        return statuses

    def _general_statuses(self) -> set[int]:
        statuses = {400, 406, 503}
        takes_login = bool(self.view.authentication_classes)
        if takes_login:
            statuses.add(401)
        if self.method == "GET":
            statuses.add(412)
        else:
            statuses |= {403, 408, 413, 415} if takes_login else {408, 413, 415}
        if getattr(self._handler, "needs_match", False):
            statuses |= {412, 428}
        if "{" in self.path:
            statuses.add(404)
        return statuses


_making = Lock()


def document() -> dict[str, Any]:
    """The OpenAPI document. It follows from the code alone, so one process makes it once.

    Spectacular loads its extensions meanwhile, and fails where two threads do so at once.
    """
    with _making:
        return _document()


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    generator = SchemaGenerator(urlconf="api.root")
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)
    return schema


@lru_cache(maxsize=3)
def _text(renderer: Callable[[], BaseRenderer], media_type: str) -> str | bytes:
    """The document as it is sent: as YAML, writing it takes half a second."""
    return renderer().render(document(), media_type)


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

    def get(self, request: Request) -> HttpResponse:
        renderer = request.accepted_renderer
        kind: Callable[[], BaseRenderer] = type(renderer)
        text = _text(kind, request.accepted_media_type)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        return HttpResponse(text, content_type=f"{renderer.media_type}{charset}")


class YamlSchemaView(SchemaView):
    renderer_classes = (OpenApiYamlRenderer,)
