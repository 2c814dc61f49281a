"""What bodies on their way may take of the web server, counted without a server."""

import asyncio
from io import BytesIO

import pytest

from marketplace.runtime import door
from marketplace.runtime.refusals import TooLarge, TooMany


def receive(*parts):
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def next_message():
        return messages.pop(0)

    return next_message


def test_what_a_body_took_is_free_again_however_it_ended():
    room = door.Room()
    with room.body() as take:
        take(10)
        assert (room.bodies, room.bytes) == (1, 10)
    assert (room.bodies, room.bytes) == (0, 0)
    with pytest.raises(ZeroDivisionError), room.body() as take:  # noqa: PT012
        take(10)
        raise ZeroDivisionError
    assert (room.bodies, room.bytes) == (0, 0)


def test_all_bodies_together_are_bounded(monkeypatch):
    monkeypatch.setattr(door, "BYTES_AT_ONCE", 10)
    room = door.Room()
    with room.body() as first, room.body() as second:
        first(6)
        second(4)
        with pytest.raises(TooMany):
            second(1)
        assert room.bytes == 10


@pytest.mark.parametrize(
    ("parts", "size"), [((b"12345", b"67890"), 10), ((b"12345", b"678901"), None)]
)
def test_a_body_of_no_told_length_is_bounded_as_it_comes(monkeypatch, parts, size):
    monkeypatch.setattr(door, "LARGEST_BODY", 10)
    headers, body = [(b"transfer-encoding", b"chunked")], BytesIO()
    received = door.receive_body(headers, receive(*parts), body, lambda count: None)
    if size is None:
        with pytest.raises(TooLarge):
            asyncio.run(received)
        assert body.getvalue() == b"12345"
    else:
        assert (asyncio.run(received), body.getvalue()) == (size, b"1234567890")
