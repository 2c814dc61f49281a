"""The product served by real processes on the test's own database, asked as clients would."""

import json
import secrets
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import quote

from django.db import connection

from tests.benchmarks.servers import serve

APPLICATION = "marketplace.runtime.asgi:application"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes
    seconds: float

    def json(self):
        return json.loads(self.body)


def database_url(**changes):
    """Of the test's database, as DATABASE_URL has it."""
    given = connection.settings_dict | changes
    login = quote(given["USER"] or "", safe="")
    if given["PASSWORD"]:
        login += ":" + quote(given["PASSWORD"], safe="")
    place = f"@/{given['NAME']}?host={quote(given['HOST'], safe='')}"
    return f"postgres://{login}{place}" + (f"&port={given['PORT']}" if given["PORT"] else "")


@contextmanager
def served(**environment):
    """`ask(host, path)` goes to one process of eight threads, unless told otherwise."""
    values = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.embedded",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "WEB_WORKERS": "1",
        "WEB_THREADS": "8",
    }
    with serve(APPLICATION, probe="/healthz", **values | environment) as server:
        yield Client(server.port)


@dataclass(frozen=True)
class Client:
    port: int

    def ask(self, host, path, *, body=None, timeout=30, **headers):
        """A GET, or with a body a POST of it as JSON, over a connection of its own."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
        content = None if body is None else json.dumps(body)
        if body is not None:
            sent["Content-Type"] = "application/json"
        began = time.monotonic()
        try:
            link.request("GET" if body is None else "POST", path, content, sent)
            answer = link.getresponse()
            read = answer.read()
        finally:
            link.close()
        return Answer(answer.status, dict(answer.headers), read, time.monotonic() - began)
