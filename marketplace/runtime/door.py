"""The door of the web server: reads requests whole, runs Django on threads, sends answers whole.

An ASGI application around a WSGI one (docs/decisions/0018-slow-clients.md).

The event loop holds the connections, however slow their clients are. A thread is taken once head
and body have come, and is free again when the answer is written down, so that neither who sends a
byte a second nor who reads one keeps a thread from others. Bodies and answers beyond MEMORY lie in
files that nobody else sees.

Answers are therefore not streamed to the client while they are made.
"""

import asyncio
import re
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from marketplace.requests.errors import BodyRefused
from marketplace.runtime.messages import Headers, Message, Receive, Send, header
from marketplace.runtime.refusals import TooLarge, TooMany, TooSlow, refuse
from marketplace.runtime.threads import Threads

Environ = dict[str, Any]
Answer = tuple[int, Headers, bytes | IO[bytes]]

MEMORY = 128 * 1024  # bytes of a body or an answer that are not put into a file
CHUNK = 64 * 1024
LARGE_ANSWER = 2**20  # bytes from which on an answer is put into a file
# A shop's import is the largest (tenants/feeds/uploads.py), in a form with some fields.
LARGEST_BODY = 66 * 1024 * 1024
BODIES_AT_ONCE = 512
BYTES_AT_ONCE = 8 * LARGEST_BODY
# A body may take so long, and a second more for every so many bytes that came.
BODY_SECONDS = 20.0
BYTES_A_SECOND = 8 * 1024
# The client takes this many seconds at most for a chunk of the answer.
CHUNK_SECONDS = 60.0
WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
# Answered by a thread of their own, however busy the others are.
ALIVE = ("/healthz", "/api/core/health", "/api/core/health/")
READY = ("/readyz", "/api/core/ready", "/api/core/ready/")
HEALTH = {*ALIVE, *READY}
ABSOLUTE = re.compile(rb"(?i)https?://([^/]*+)(.*+)", re.DOTALL)


class ClientLeft(Exception):
    """Before the request was whole; nobody waits for an answer."""


class Room:
    """What bodies being received or worked on may take together in this process."""

    def __init__(self) -> None:
        self.bodies = 0
        self.bytes = 0

    @contextmanager
    def body(self) -> Any:
        """Yields a function that counts further bytes. Raises TooMany."""
        if self.bodies >= BODIES_AT_ONCE:
            raise TooMany
        self.bodies += 1
        total = 0

        def take(count: int) -> None:
            nonlocal total
            if self.bytes + count > BYTES_AT_ONCE:
                raise TooMany
            total += count
            self.bytes += count

        try:
            yield take
        finally:
            self.bodies -= 1
            self.bytes -= total


class Door:
    """An ASGI application of a WSGI one, which `threads` threads run."""

    def __init__(self, application: Any, *, threads: int) -> None:
        self.application = application
        self.room = Room()
        self.threads = Threads(threads)
        self.health = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                await self.serve(in_origin_form(scope), receive, send)
            except ClientLeft:
                return
        elif scope["type"] == "websocket":  # nothing speaks it yet: refused before the handshake
            await send({"type": "websocket.close", "code": 1000})
        else:
            raise ValueError(f"No answer to {scope['type']}")

    async def serve(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        if not has_body(headers):
            with BytesIO() as body:
                await self.answer(scope, body, 0, send)
            return
        with SpooledTemporaryFile(MEMORY) as body:
            try:
                with self.room.body() as take:
                    size = await receive_body(headers, receive, body, take)
                    await self.answer(scope, body, size, send)
            except BodyRefused as refused:
                await refuse(refused, scope, send)

    async def answer(self, scope: Message, body: IO[bytes], size: int, send: Send) -> None:
        environ = environ_of(scope, body, size)
        status, headers, content = await self.make_answer(scope, environ)
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send_content(b"" if scope["method"] == "HEAD" else content, send)
        finally:
            if not isinstance(content, bytes):
                content.close()

    async def make_answer(self, scope: Message, environ: Environ) -> Answer:
        if scope["path"] in HEALTH:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self.health, self.run, environ)
        host = header(scope["headers"], b"host")
        return await self.threads.run(host, self.run, environ)

    def run(self, environ: Environ) -> Answer:
        """Django's answer, whole. In a thread, to which its database connection belongs."""
        started: list[Any] = []

        def start_response(status: str, headers: Any, exc_info: Any = None) -> None:
            started[:] = [int(status[:3]), headers]

        result = self.application(environ, start_response)
        try:
            content, size = collect(result)
        finally:
            if hasattr(result, "close"):
                result.close()
        status, headers = started
        encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        names = {name.lower() for name, _ in encoded}
        if b"content-length" not in names and status not in WITHOUT_BODY:
            encoded.append((b"content-length", str(size).encode()))
        return status, encoded, content


def in_origin_form(scope: Message) -> Message:
    """A target may name the host too, `GET http://books.example/x`: it counts instead of the
    header's then (RFC 9112 3.2.2)."""
    target = ABSOLUTE.fullmatch(scope["raw_path"])
    if target is None:
        return scope
    host, path = target[1], target[2] or b"/"
    headers = [pair for pair in scope["headers"] if pair[0] != b"host"]
    names = {"raw_path": path, "path": unquote_to_bytes(path).decode(errors="replace")}
    return scope | names | {"headers": [*headers, (b"host", host)]}


def has_body(headers: Headers) -> bool:
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in headers
    )


async def receive_body(
    headers: Headers, receive: Receive, body: IO[bytes], take: Callable[[int], None]
) -> int:
    """Write the body down and give its size. Raises TooLarge, TooSlow, TooMany, ClientLeft."""
    if declared_size(headers) > LARGEST_BODY:
        raise TooLarge(LARGEST_BODY)
    size = 0
    loop = asyncio.get_running_loop()
    started = loop.time()
    while True:
        deadline = started + BODY_SECONDS + size / BYTES_A_SECOND
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise ClientLeft
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            raise TooLarge(LARGEST_BODY)
        take(len(part))
        body.write(part)
        if not message.get("more_body", False):
            body.seek(0)
            return size


def declared_size(headers: Headers) -> int:
    return int(header(headers, b"content-length") or 0)


def environ_of(scope: Message, body: IO[bytes], size: int) -> Environ:
    """PEP 3333. A chunked body has its length by now."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        put_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def put_header(environ: Environ, name: str, value: str) -> None:
    """Several lines of a name are one list. `a_b` would pass for `a-b`, which a proxy sets."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def collect(parts: Iterable[bytes]) -> tuple[bytes | IO[bytes], int]:
    """The parts of an answer as bytes, or as a file when they are many; and its size."""
    beginning: list[bytes] = []
    size = 0
    rest = iter(parts)
    for part in rest:
        beginning.append(part)
        size += len(part)
        if size > LARGE_ANSWER:
            break
    else:
        return b"".join(beginning), size
    file = SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - closed by who sends it
    for part in chain(beginning, rest):
        file.write(part)
    size = file.tell()
    file.seek(0)
    return file, size


async def send_content(content: bytes | IO[bytes], send: Send) -> None:
    """Raises ClientLeft when the client does not take it."""
    if isinstance(content, bytes):
        await send_part({"type": "http.response.body", "body": content}, send)
        return
    while part := content.read(CHUNK):
        await send_part({"type": "http.response.body", "body": part, "more_body": True}, send)
    await send_part({"type": "http.response.body", "body": b""}, send)


async def send_part(message: Message, send: Send) -> None:
    try:
        async with asyncio.timeout(CHUNK_SECONDS):
            await send(message)
    except TimeoutError:
        raise ClientLeft from None
