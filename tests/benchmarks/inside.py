"""Sends a prepared request through Django's test client here, to count its statements."""

from itertools import islice

from django.test import Client

from tests.benchmarks.client import Request
from tests.benchmarks.operations import Operation
from tests.benchmarks.servers import Server
from tests.benchmarks.statements import Counted, count


def count_inside(operation: Operation, server: Server) -> tuple[int, int]:
    """(data, control) statements of the second request: the first one fills caches."""
    requests = list(islice(operation.make(server.port, 2), 2))
    client = Client(raise_request_exception=True)
    counted = Counted(0, 0)
    for request in requests:
        counted = count(lambda request=request: send(client, request))
    return counted.data, counted.control


def send(client: Client, request: Request) -> None:
    head, _, body = request.raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    headers.pop("Connection", None)
    kind = headers.pop("Content-Type", "application/json")
    headers.pop("Content-Length", None)
    answer = client.generic(method, path, body, content_type=kind, headers=headers)
    if answer.status_code != request.expected:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.content[:300]!r}")
