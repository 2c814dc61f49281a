"""Asks operations of the API as one of the cast, and takes back what that did."""

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from api.openapi import SUCCESSOR, all_operations
from api.openapi import operations as documented
from api.schema import document
from marketplace.accounts.logins import tokens
from tenants.registry.context import use_market, use_retailer
from tests.isolation.cast import Cast
from tests.isolation.operations import BODIES, COLLEAGUES, MEMBERS, Row

HOSTS = ["", "books"]
PARAMETER = re.compile(r"\{(\w+)\}")
OPERATIONS = {(method, path): operation for method, path, operation in documented(document())}
# By method and path, older addresses too: the operation that answers.
ANSWERED_BY = {
    (method, path): operation.get(SUCCESSOR, operation["operationId"])
    for method, path, operation in all_operations(document())
}


def request_example(operation: Mapping[str, Any]) -> dict[str, Any]:
    """What the reference sends; empty where nothing is sent. A file's is sent as JSON: 415."""
    for body in operation.get("requestBody", {}).get("content", {}).values():
        return body["examples"]["Request"]["value"]
    return {}


EXAMPLES = {
    operation["operationId"]: request_example(operation) for operation in OPERATIONS.values()
}
# By operation id: gives the fields of an upload, whose file is read by one request alone.
Uploads = Mapping[str, Callable[[], dict[str, Any]]]


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is done inside has not been done afterwards."""
    cache.clear()
    block = transaction.atomic()
    block._from_testcase = True  # the idempotency's own transaction may be inside, as in a test
    with block:
        yield
        transaction.set_rollback(True)
    connection.set_schema_to_public()


def issue_bearers(cast: Cast) -> dict[tuple[str, str], str | None]:
    """An access token for each member and host."""
    bearers = {}
    for host in HOSTS:
        with use_retailer(cast.shops[host].retailer) if host else use_market():
            for name in (*MEMBERS, *COLLEAGUES):
                user = cast.members[name].user
                bearers[host, name] = (
                    tokens.issue(user=user, device="cast").access if user else None
                )
    return bearers


class Caller:
    """On one host. `bodies` and `uploads` are sent beside, or instead of, the examples."""

    def __init__(
        self,
        cast: Cast,
        bearers: Mapping[tuple[str, str], str | None],
        host: str,
        bodies: Mapping[str, dict[str, Any]] = BODIES,
        uploads: Uploads | None = None,
    ) -> None:
        self.cast, self.bearers, self.host = cast, bearers, host
        self.bodies, self.uploads = bodies, uploads or {}
        self.things = cast.shops["books"].ids
        name = cast.shops[host].retailer.host if host else settings.MARKET_HOST
        self.client = Client(headers={"host": name}, raise_request_exception=False)

    def ask(self, row: Row, name: str) -> tuple[HttpResponseBase, str]:
        """(the answer, all that was sent); not taken back."""
        operation = ANSWERED_BY[row.key]
        path = PARAMETER.sub(lambda match: self.value(row.things[match[1]]), row.key[1])
        query = {
            key: self.value(value)
            for key, value in row.things.items()
            if f"{{{key}}}" not in row.path
        }
        body, kind = self.content(operation)
        headers = self.headers(name)
        answer = self.client.generic(
            row.method, path, body, kind, headers=headers, query_params=query
        )
        return answer, f"{path} {query} {body!r} {headers}"

    def headers(self, name: str) -> dict[str, str]:
        bearer = self.bearers[self.host, name]
        return {"idempotency-key": str(uuid.uuid4()), "if-match": "*"} | (
            {"authorization": f"Bearer {bearer}"} if bearer else {}
        )

    def value(self, thing: str) -> str:
        return str(self.things.get(thing, thing))

    def content(self, operation: str) -> tuple[bytes | str, str]:
        if operation in self.uploads:
            return encode_multipart(BOUNDARY, self.uploads[operation]()), MULTIPART_CONTENT
        body = self.body(operation)
        return json.dumps(body) if body is not None else "", "application/json"

    def body(self, operation: str) -> dict[str, Any] | None:
        values = {**EXAMPLES[operation], **self.bodies.get(operation, {})}
        body = {key: value for key, value in values.items() if value is not None}
        filled = PARAMETER.sub(lambda match: self.value(match[1]), json.dumps(body))
        return json.loads(filled) if body else None
