"""A Postman collection (v2.1) of all operations, which can also be run from top to bottom.

What an answer gives (tokens, ids) is kept in variables that later requests use. So a run is a
shopper's way through the shop; where it cannot lead (another person's things) an operation
answers one of its other documented statuses.
"""

import json
import re
import uuid
from typing import Any

from api.openapi import operations

Node = dict[str, Any]
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
SPACE = uuid.UUID("3c2b1a09-8f7e-4d6c-b5a4-938271605f4e")
PARAMETER = re.compile(r"\{(\w+)\}")

# What an answer sets, by operation: {variable: member}.
VARIABLES: dict[str, dict[str, str]] = {
    "register": {"access": "access", "refresh": "refresh"},
    "login": {"access": "access", "refresh": "refresh"},
    "refresh": {"access": "access", "refresh": "refresh"},
    "products_list": {"product": "results.0.id", "variant": "results.0.id"},
    "products_read": {"variant": "variants.0.id"},
    "categories_list": {"category": "results.0.slug"},
    "retailers_list": {"retailer": "results.0.slug"},
    "cart_add": {
        "cart_token": "token",
        "item": "groups.0.items.0.id",
        "retailer": "groups.0.retailer.slug",
    },
    "addresses_add": {"address": "id"},
    "reviews_create": {"review": "id"},
    "checkout": {"order": "orders.0.id", "order_token": "order_token", "purchase": "id"},
}
# What fills a parameter of a path, by the segment before it.
FILLED = {
    "products": "product",
    "categories": "category",
    "retailers": "retailer",
    "items": "item",
    "groups": "retailer",
    "orders": "order",
    "purchases": "purchase",
    "lines": "item",
    "addresses": "address",
    "reviews": "review",
}
# Members of bodies that are the run's own, by name; others are as in the reference's example.
BODY: dict[str, Any] = {
    "email": "{{email}}",
    "identifier": "{{email}}",
    "refresh": "{{refresh}}",
    "product": "{{variant}}",
    "retailers": ["{{retailer}}"],
}
# They take away what the others need, and so come last.
ENDS_LOGINS = (
    "my_sessions_end_one",
    "my_sessions_end",
    "sessions_end_one",
    "sessions_end_others",
    "sessions_end",
    "oscar_logout",
    "logout",
    "password_change",
    "me_erase",
)
LAST = ("cart_remove", "cart_clear", *ENDS_LOGINS)

HEADERS = """\
const sent = {
  "Authorization": ["access", "Bearer "],
  "X-Cart-Token": ["cart_token", ""],
  "X-Order-Token": ["order_token", ""],
};
for (const [header, [variable, kind]] of Object.entries(sent)) {
  const value = pm.collectionVariables.get(variable);
  if (value) pm.request.headers.upsert({key: header, value: kind + value});
}
if (!pm.collectionVariables.get("email")) {
  pm.collectionVariables.set("email", `ada-${Date.now()}@mail.example`);
}"""
SET_VARIABLES = """\
const kept = %s;
if (pm.response.code < 300) {
  for (const [variable, path] of Object.entries(kept)) {
    let value = pm.response.json();
    for (const part of path.split(".")) value = value?.[part];
    if (value) pm.collectionVariables.set(variable, value);
  }
}"""
DOCUMENTED = """\
pm.test("answers a documented status", () => {
  pm.expect(pm.response.code, pm.response.text()).to.be.oneOf(%s);
});"""


def collection_text(document: Node) -> str:
    return json.dumps(collection(document), indent=1, ensure_ascii=False) + "\n"


def collection(document: Node) -> Node:
    folders: dict[str, list[Node]] = {tag["name"]: [] for tag in document["tags"]}
    last: dict[str, Node] = {}
    for method, path, operation in operations(document):
        item = _item(method, path, operation)
        if operation["operationId"] in LAST:
            last[operation["operationId"]] = item
        else:
            folders.setdefault(operation["tags"][0], []).append(item)
    items = [{"name": name, "item": inner} for name, inner in folders.items() if inner]
    return {
        "info": {
            "_postman_id": str(SPACE),
            "name": document["info"]["title"],
            "description": document["info"]["description"],
            "schema": SCHEMA,
        },
        "item": [
            *items,
            {"name": "in the end", "item": [last[name] for name in LAST if name in last]},
        ],
        "variable": [{"key": "baseUrl", "value": "http://localhost:8000"}],
        "event": [_script("prerequest", HEADERS)],
    }


def _item(method: str, path: str, operation: Node) -> Node:
    name = operation["operationId"]
    statuses = json.dumps([int(status) for status in operation["responses"]])
    events = [_script("test", DOCUMENTED % statuses)]
    if name in VARIABLES:
        events.append(_script("test", SET_VARIABLES % json.dumps(VARIABLES[name])))
    return {
        "id": str(uuid.uuid5(SPACE, name)),
        "name": f"{name}: {operation['summary']}",
        "request": {
            "method": method.upper(),
            "header": _headers(operation),
            "url": _url(path, operation),
            **_body(operation),
        },
        "event": events,
    }


def _script(listen: str, text: str) -> Node:
    return {"listen": listen, "script": {"type": "text/javascript", "exec": text.splitlines()}}


def _headers(operation: Node) -> list[Node]:
    names = [parameter.get("name") for parameter in operation.get("parameters", [])]
    references = [parameter.get("$ref", "") for parameter in operation.get("parameters", [])]
    headers = [{"key": "Accept", "value": "application/json"}]
    if "Idempotency-Key" in names:
        headers.append({"key": "Idempotency-Key", "value": "{{$guid}}"})
    if "#/components/parameters/IfMatch" in references:
        headers.append({"key": "If-Match", "value": "*"})
    return headers


def _url(path: str, operation: Node) -> Node:
    segments = path.strip("/").split("/")
    parts = [_segment(segments, place) for place in range(len(segments))]
    query = [
        _query(parameter)
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "query"
    ]
    query_text = "&".join(
        f"{parameter['key']}={parameter['value']}"
        for parameter in query
        if not parameter["disabled"]
    )
    raw = "{{baseUrl}}/" + "/".join(parts) + "/" + (f"?{query_text}" if query_text else "")
    return {"raw": raw, "host": ["{{baseUrl}}"], "path": [*parts, ""], "query": query}


def _segment(segments: list[str], place: int) -> str:
    if not PARAMETER.fullmatch(segments[place]):
        return segments[place]
    variable = FILLED.get(segments[place - 1], segments[place - 1])
    return f"{{{{{variable}}}}}"


def _query(parameter: Node) -> Node:
    return {
        "key": parameter["name"],
        "value": str(parameter.get("example", "")),
        "description": parameter.get("description", ""),
        "disabled": not parameter.get("required", False),
    }


def _body(operation: Node) -> Node:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if not content:
        return {}
    examples: list[Node] = list(content.get("examples", {}).values())
    example: Node = examples[0]["value"] if examples else {}
    body = {name: BODY.get(name, value) for name, value in example.items()}
    if isinstance(body.get("fulfilment"), dict):
        body["fulfilment"] = {"{{retailer}}": "delivery"}
    return {
        "body": {
            "mode": "raw",
            "raw": json.dumps(body, indent=2, ensure_ascii=False),
            "options": {"raw": {"language": "json"}},
        }
    }
