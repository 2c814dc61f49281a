"""A load client that costs little beside what it measures: prepared bytes over kept sockets."""

import json
import socket
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock, Thread

CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    raw: bytes
    expected: int


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes

    def json(self) -> object:
        return json.loads(self.body)


def make_request(
    method: str,
    path: str,
    host: str,
    *,
    expected: int = 200,
    headers: dict[str, str] | None = None,
    body: object = None,
) -> Request:
    payload = b"" if body is None else json.dumps(body).encode()
    fields = {"Host": host, "Accept": "*/*", "Connection": "keep-alive", **(headers or {})}
    if body is not None:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(payload))}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return Request(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + payload, expected)


class Connection:
    """One kept connection; opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.buffer = b""

    def send(self, request: Request) -> Response:
        if self.socket is not None:
            try:
                return self._exchange(request)
            except (ConnectionError, BrokenPipeError):
                self.close()
        self._open()
        return self._exchange(request)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def _open(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def _exchange(self, request: Request) -> Response:
        assert self.socket is not None
        self.socket.sendall(request.raw)
        head, self.buffer = self._until(CRLF + CRLF)
        lines = head.split(CRLF)
        status = int(lines[0].split(b" ", 2)[1])
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
        if b"content-length" in fields:
            body = self._take(int(fields[b"content-length"]))
        elif fields.get(b"transfer-encoding") == b"chunked":
            body = self._chunks()
        else:
            body = b""
        if fields.get(b"connection") == b"close":
            self.close()
        return Response(status, body)

    def _until(self, mark: bytes) -> tuple[bytes, bytes]:
        while mark not in self.buffer:
            self._receive()
        head, _, rest = self.buffer.partition(mark)
        return head, rest

    def _take(self, length: int) -> bytes:
        while len(self.buffer) < length:
            self._receive()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return body

    def _chunks(self) -> bytes:
        parts = []
        while True:
            size, self.buffer = self._until(CRLF)
            part = self._take(int(size, 16) + 2)
            if size == b"0":
                return b"".join(parts)
            parts.append(part[:-2])

    def _receive(self) -> None:
        assert self.socket is not None
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionError("the server closed the connection")
        self.buffer += received


@dataclass(slots=True)
class Window:
    """What one measured stretch saw; latencies in milliseconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def rps(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Pool:
    """Requests to be sent once each, or for ever; safe to share between threads."""

    def __init__(self, requests: Iterator[Request] | list[Request]) -> None:
        self.requests = requests if isinstance(requests, Iterator) else deque(requests)
        self.lock = Lock()

    def next(self) -> Request | None:
        with self.lock:
            if isinstance(self.requests, deque):
                return self.requests.popleft() if self.requests else None
            return next(self.requests, None)


class UnexpectedAnswer(RuntimeError):
    """A benchmark of errors measures nothing."""


def send_all(pool: Pool, *, port: int, clients: int, seconds: float) -> Window:
    """Keep `clients` connections busy until the time or the requests run out."""
    window = Window()
    problems: list[Exception] = []
    started = time.perf_counter()
    deadline = started + seconds

    def work() -> None:
        connection = Connection(port)
        try:
            while not problems and time.perf_counter() < deadline:
                request = pool.next()
                if request is None:
                    return
                before = time.perf_counter()
                response = connection.send(request)
                window.latencies.append((time.perf_counter() - before) * 1000)
                if response.status != request.expected:
                    raise UnexpectedAnswer(f"{response.status}: {response.body[:300]!r}")
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    window.seconds = time.perf_counter() - started
    if problems:
        raise problems[0]
    return window
