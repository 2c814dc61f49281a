"""Files from web addresses that people typed, never from the inside of our own network.

    data = download("https://img.example/1.jpg", largest=15_000_000)

The name is resolved once, every address that it has must be public, and the connection goes to
that address: so a name that answers differently the second time leads nowhere else. Each redirect
is looked at anew. Nothing of the answer but its status, its length and its bytes is believed.
What inside networks may be asked all the same is told by whoever calls.
"""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

import idna
from django.utils.translation import gettext
from requests.certs import where
from requests.utils import requote_uri
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

LONGEST_SECONDS = 30.0  # for a file, from the first word to the last byte, without redirects
PATIENCE_SECONDS = 10.0  # to connect, and for each piece
MOST_REDIRECTS = 5
LONGEST_URL = 4_000  # letters
PORTS = {"http": 80, "https": 443}
OPEN_PORTS = {80, 443, 8080, 8443}
MOVED = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429}  # and all from 500: another time the answer may be a file
NAT64 = IPv6Network("64:ff9b::/96")
USER_AGENT = "Galleria/1"


class DownloadFailed(Exception):
    """`reason` is a sentence for whoever typed the address; `is_lasting`: again would not help."""

    def __init__(self, reason: str, *, is_lasting: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_lasting = is_lasting


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file is: a URL in parts, and the port that it means."""

    url: str
    parts: SplitResult
    host: str
    port: int


def read_networks(texts: Sequence[str]) -> list[Network]:
    """["10.1.0.0/16"] -> networks. Raises ValueError."""
    return [ip_network(text) for text in texts]


def download(url: str, *, largest: int, inside: Sequence[Network] = ()) -> bytes:
    """The file, at most `largest` bytes. Raises DownloadFailed.

    `inside` are networks of one's own that may be asked, on any port.
    """
    for _ in range(MOST_REDIRECTS + 1):
        place = _parse(url)
        with _answer(place, _choose_address(place, inside)) as response:
            if response.status not in MOVED:
                return _read(response, largest)
            url = urljoin(place.url, response.headers.get("Location", ""))
    raise DownloadFailed(gettext("It leads from one address to the next."), is_lasting=True)


# --- the address ------------------------------------------------------------------------------
def _parse(url: str) -> _Place:
    try:
        quoted = requote_uri(url.strip())
        parts = urlsplit(quoted)
        port = parts.port or PORTS[parts.scheme]
        host = _ascii_host(parts.hostname or "")
    except (ValueError, KeyError, idna.IDNAError) as error:
        raise _no_address() from error
    if not host or len(quoted) > LONGEST_URL or parts.username is not None:
        raise _no_address()
    return _Place(quoted, parts, host, port)


def _no_address() -> DownloadFailed:
    return DownloadFailed(
        gettext("This is no web address of a file: it begins with https:// and a host."),
        is_lasting=True,
    )


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    return idna.encode(host, uts46=True).decode()


def _choose_address(place: _Place, inside: Sequence[Network]) -> str:
    """The first address of the host, when each of them may be asked."""
    addresses = _resolve(place)
    if any(address in network for address in addresses for network in inside):
        return str(addresses[0])
    if not all(_is_public(address) for address in addresses):
        raise DownloadFailed(
            gettext("This address is inside a network, and not on the web."), is_lasting=True
        )
    if place.port not in OPEN_PORTS:
        raise DownloadFailed(
            gettext("Files are taken from the ports of the web alone, not from %(port)s.")
            % {"port": place.port},
            is_lasting=True,
        )
    return str(addresses[0])


def _resolve(place: _Place) -> list[Address]:
    try:
        answers = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DownloadFailed(
            gettext("There is no host %(host)s.") % {"host": place.host}, is_lasting=False
        ) from error
    return [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers]


def _is_public(address: Address) -> bool:
    """Of an address that carries another inside, the other is asked too."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            carried = IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return _is_public(carried)
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


# --- the answer -------------------------------------------------------------------------------
@contextmanager
def _answer(place: _Place, address: str) -> Iterator[BaseHTTPResponse]:
    """What the host answers, while it is read; a timer ends the connection of who is slow."""
    connection = _connection(place, address)
    timer = Timer(LONGEST_SECONDS, _break_off, [connection])
    timer.daemon = True
    timer.start()
    try:
        target, headers = _target(place.parts), _headers(place)
        connection.request("GET", target, headers=headers, preload_content=False)
        yield connection.getresponse()
    except (HTTPError, OSError) as error:
        raise DownloadFailed(
            gettext("%(host)s did not answer, or not to the end.") % {"host": place.host},
            is_lasting=False,
        ) from error
    finally:
        timer.cancel()
        connection.close()


def _connection(place: _Place, address: str) -> HTTPConnection:
    """To the address itself, by the name's certificate."""
    if place.parts.scheme == "http":
        return HTTPConnection(address, place.port, timeout=PATIENCE_SECONDS)
    return HTTPSConnection(
        address,
        place.port,
        timeout=PATIENCE_SECONDS,
        server_hostname=place.host,
        assert_hostname=place.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=where(),
    )


def _break_off(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it has ended by itself


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(place: _Place) -> dict[str, str]:
    host = f"[{place.host}]" if ":" in place.host else place.host
    named = host if place.port == PORTS[place.parts.scheme] else f"{host}:{place.port}"
    return {
        "Host": named,
        "User-Agent": USER_AGENT,
        "Accept": "image/webp,image/jpeg,image/png,image/*;q=0.8",
        "Accept-Encoding": "identity",
    }


def _read(response: BaseHTTPResponse, largest: int) -> bytes:
    if response.status != 200:
        raise DownloadFailed(
            gettext("The host answered %(status)s.") % {"status": response.status},
            is_lasting=response.status < 500 and response.status not in PASSING,
        )
    data = response.read(largest + 1)
    if len(data) > largest:
        raise DownloadFailed(
            gettext("It is larger than %(largest)s MB.") % {"largest": largest // 1024 // 1024},
            is_lasting=True,
        )
    return data
