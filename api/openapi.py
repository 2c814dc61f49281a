"""What all operations of the OpenAPI document share: refusals, headers, conditions.

`complete` is the last step of its generation (SPECTACULAR_SETTINGS, POSTPROCESSING_HOOKS).
"""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from marketplace.requests.catalogue import problem_catalogue
from marketplace.requests.problems import CONTENT_TYPE, problem_type
from tenants.kernel.errors import Refusal
from tenants.kernel.rates import tradable_currencies

Node = dict[str, Any]
SUCCESSOR = "x-successor"  # of an older address: the operation id of what answers there
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"

# What a shared response of a status shows as examples, where an operation names none itself.
TYPICAL = {
    400: ["validation-error", "unknown-parameter"],
    401: ["not-authenticated", "token-invalid"],
    403: ["not-allowed", "csrf-failed"],
    404: ["not-found"],
    406: ["not-acceptable"],
    408: ["body-too-slow"],
    409: ["refused"],
    410: ["shop-closed"],
    412: ["precondition-failed"],
    413: ["body-too-large"],
    415: ["unsupported-media-type"],
    422: ["invalid"],
    428: ["precondition-required"],
    429: ["too-many-requests"],
    500: ["server-error"],
    503: ["shop-suspended", "busy", "too-many-bodies", "unavailable"],
}
SECONDS = {"type": "integer", "minimum": 1}
HEADERS: dict[str, Node] = {
    "ETag": {
        "description": "Of these bytes; send it back as `If-None-Match` or `If-Match`.",
        "schema": {"type": "string"},
        "example": '"3c2b1a098f7e4d6cb5a49382"',
    },
    "Retry-After": {"description": "Seconds to wait.", "schema": SECONDS, "example": 60},
    "RateLimit": {
        "description": "By policy: `r` tries are left, the window ends in `t` seconds.",
        "schema": {"type": "string"},
        "example": '"login-account";r=9;t=853',
    },
    "RateLimit-Policy": {
        "description": "By policy: `q` tries in `w` seconds.",
        "schema": {"type": "string"},
        "example": '"login-account";q=10;w=900',
    },
    "WWW-Authenticate": {
        "description": "How to log in.",
        "schema": {"type": "string"},
        "example": "Bearer",
    },
}
OLDER_HEADERS: dict[str, Node] = {
    "Deprecation": {
        "description": "Since when there is something newer (RFC 9745).",
        "schema": {"type": "string"},
        "example": "@1795219200",
    },
    "Link": {
        "description": "What to use instead.",
        "schema": {"type": "string"},
        "example": '</api/v1/cart/items/>; rel="successor-version"',
    },
}
HEADERS_OF = {
    401: ["WWW-Authenticate"],
    429: ["Retry-After", "RateLimit", "RateLimit-Policy"],
    503: ["Retry-After"],
}
AMOUNT = {"type": "number", "minimum": 0, "exclusiveMaximum": 10**12}
LONGEST_TEXT = 200  # of any parameter, see api/parameters.py
PARAMETERS: dict[str, Node] = {
    "PriceMin": {
        "name": "price_min",
        "in": "query",
        "description": "The lowest price, in `currency`, such as 12.50.",
        "schema": AMOUNT,
    },
    "PriceMax": {
        "name": "price_max",
        "in": "query",
        "description": "The highest price, in `currency`, such as 12.50.",
        "schema": AMOUNT,
    },
    "Currency": {
        "name": "currency",
        "in": "query",
        "description": (
            "What `price_min`, `price_max` and the facet of prices are in; prices of other "
            "currencies are compared by the day's rates. Absent: the shop's own, at the "
            "marketplace its own."
        ),
        "schema": {"type": "string", "enum": sorted(tradable_currencies())},
    },
    "PageSize": {
        "name": "page_size",
        "in": "query",
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20},
    },
    "Cursor": {
        "name": "cursor",
        "in": "query",
        "description": "Where the page begins: from `next` or `previous` of another page.",
        "schema": {"type": "string", "maxLength": LONGEST_TEXT},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag that is known already: 304 and no body if nothing changed.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of the read that this change was made for; `*` overwrites.",
        "schema": {"type": "string"},
    },
}
NOT_MODIFIED: Node = {
    "description": "It is as `If-None-Match` knows it.",
    "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
}


def problem_response(status: int, codes: list[str]) -> Node:
    """A response with an example of each code; without any, the one that all share."""
    if not codes:
        return {"$ref": f"#/components/responses/Problem{status}"}
    kinds = [problem_catalogue()[code] for code in codes]
    examples = {kind.code: {"value": problem_example(kind)} for kind in kinds}
    schema = {"$ref": "#/components/schemas/Problem"}
    response: Node = {
        "description": " ".join(str(kind.title) for kind in kinds),
        "content": {CONTENT_TYPE: {"schema": schema, "examples": examples}},
    }
    if headers := HEADERS_OF.get(status):
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return response


def problem_example(kind: type[Refusal]) -> Node:
    return {
        "type": problem_type(kind.code),
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(kind.meaning).replace("`", ""),
        "instance": "/api/v1/",
        "trace_id": TRACE_ID,
    }


def operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    """(method, path, operation) of the whole document but for older addresses."""
    for method, path, operation in all_operations(document):
        if SUCCESSOR not in operation:
            yield method, path, operation


def all_operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def complete(result: Node, **_: Any) -> Node:
    """Add what every operation shares, under `components`, and refer to it."""
    for method, _path, operation in operations(result):
        _describe_successes(operation)
        _share_parameters(operation)
        if method == "get":
            _make_conditional(operation)
        if "428" in operation["responses"]:
            operation.setdefault("parameters", []).append(
                {"$ref": "#/components/parameters/IfMatch"}
            )
    shared = {
        f"Problem{status}": problem_response(status, codes) for status, codes in TYPICAL.items()
    }
    components = result["components"]
    used = json.dumps(result["paths"], default=str)
    components["responses"] = _select_used(
        shared | {"NotModified": NOT_MODIFIED}, "responses", used
    )
    components["parameters"] = _select_used(PARAMETERS, "parameters", used)
    used += json.dumps(components["responses"])
    components["headers"] = _select_used(HEADERS, "headers", used)
    return result


def _select_used(components: dict[str, Node], kind: str, text: str) -> dict[str, Node]:
    return {
        name: component
        for name, component in components.items()
        if f'"#/components/{kind}/{name}"' in text
    }


def _describe_successes(operation: Node) -> None:
    for status, response in operation["responses"].items():
        if not response.get("description") and "$ref" not in response:
            response["description"] = HTTPStatus(int(status)).phrase


def _share_parameters(operation: Node) -> None:
    shared = {("query", parameter["name"]): name for name, parameter in PARAMETERS.items()}
    for place, parameter in enumerate(operation.get("parameters", [])):
        if name := shared.get((parameter.get("in"), parameter.get("name"))):
            operation["parameters"][place] = {"$ref": f"#/components/parameters/{name}"}
        elif parameter.get("in") == "query":
            _bound(parameter["schema"].get("items", parameter["schema"]))


def _bound(schema: Node) -> None:
    if schema.get("type") == "string" and not {"enum", "format"} & schema.keys():
        schema.setdefault("maxLength", LONGEST_TEXT)


def _make_conditional(operation: Node) -> None:
    operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/IfNoneMatch"})
    responses = operation["responses"]
    if "200" in responses:
        headers = responses["200"].setdefault("headers", {})
        headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
    operation["responses"] = dict(sorted(responses.items()))
