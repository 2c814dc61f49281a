"""What every operation has in common."""

from functools import partial
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import conditional
from api.errors import UnknownEndpoint, UnknownParameter
from api.examples import Example
from api.inputs import sent_back
from api.joints.rest_framework import web_request
from marketplace.requests import throttles
from marketplace.requests.problems import refusal_problem
from tenants.kernel.errors import Refusal
from tenants.registry.models import Retailer


def list_response(rows: Any) -> Response:
    """All of them: of what comes in pages see api/pagination.py."""
    return Response({"results": rows})


class Endpoint(APIView):
    """An operation of the API. `query` names the parameters that its GET understands."""

    query: ClassVar[frozenset[str]] = frozenset()
    # Refusals for the OpenAPI document, beside the general ones: by method, and of all. Their
    # classes (then each is an example there), or bare statuses.
    problems: ClassVar[dict[str, list[type[Refusal] | int]]] = {}
    any_problems: ClassVar[list[type[Refusal] | int]] = []
    # What differs in the reference's examples from those of the members, by method.
    examples: ClassVar[dict[str, Example]] = {}
    # What is one person's must not stay in a cache on the way.
    is_personal: ClassVar[bool] = False

    @property
    def default_response_headers(self) -> dict[str, str]:
        headers: dict[str, str] = super().default_response_headers
        if self.is_personal:
            headers["Cache-Control"] = "no-store"
        return headers

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_change = request.method in ("PUT", "PATCH")
        read_present = partial(self._read_present, args, kwargs) if is_change else None
        with throttles.note_standings() as counts, sent_back(read_present):
            response = super().dispatch(request, *args, **kwargs)
        for name, value in throttles.headers_of(counts).items():
            response.headers[name] = value
        return response

    def _read_present(self, args: Any, kwargs: Any) -> Any:
        """What GET answers of the thing that this request changes; None if it has none."""
        read = getattr(self, "get", None)
        if read is None:
            return None
        try:
            return getattr(read(self.request, *args, **kwargs), "data", None)
        except (Refusal, APIException):
            return None

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        final: Any = super().finalize_response(request, response, *args, **kwargs)
        if request.method not in ("GET", "HEAD") or final.status_code != 200 or final.streaming:
            return final
        finish = partial(conditional.finish_read, web_request(request))
        if isinstance(final, Response):
            final.add_post_render_callback(finish)  # it is bytes only then
            return final
        return finish(final)  # type: ignore[return-value]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if str(request.method) not in self.allowed_methods:
            self.http_method_not_allowed(request)
        self._refuse_unknown_parameters(request)
        super().initial(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """What is taken here stands in `Allow`, and the rest in the reference."""
        return HttpResponse(status=204)

    def _refuse_unknown_parameters(self, request: Request) -> None:
        if not web_request(request).META.get("QUERY_STRING"):
            return
        parameters = self.query if request.method in ("GET", "HEAD") else frozenset()
        unknown = sorted(set(web_request(request).GET) - parameters)
        if unknown:
            raise UnknownParameter(
                gettext("Not known here: %(names)s.") % {"names": ", ".join(unknown)},
                fields={name: [gettext("There is no such parameter.")] for name in unknown},
            )

    @property
    def retailer(self) -> Retailer | None:
        """The shop whose host was asked; None on the marketplace's host."""
        retailer: Retailer | None = getattr(web_request(self.request), "retailer", None)
        return retailer


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Whatever address below /api/ no operation has."""
    return refusal_problem(request, UnknownEndpoint(gettext("See /api/docs/ for what there is.")))
