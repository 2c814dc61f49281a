"""What nobody means to send: by the name that a finding is told by."""

import base64
import json
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile

LONG = 10**6  # letters in a form
LONG_QUERY = 20_000  # in an address


def cursor(*parts: object) -> str:
    """As marketplace/discovery/cursors.py writes one."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _uuid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


TEXTS: dict[str, str] = {
    "NUL": "a\0b",
    "long": "x" * LONG,
    "long words": "mug " * 5000,
    "two thousand": "ab " * 666 + "c",
    "grows when folded": "\ufdfa" * 30,
    "grows in small letters": "\u0130" * 150,
    "three hundred": "n" * 300,
    "bidi": "a\u202eb\u2066c\u2069",
    "controls": "a\x01\x08\x1f\x7f\x85b",
    "surrogate": "\udced\udca0\udc80",  # sent as the bytes ED A0 80
    "broken UTF-8": "\udcff\udcfe",
    "noncharacter": "\uffff\ufffe\U0010ffff",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "combining": "e" + "\u0301" * 500,
    "empty": "",
    "blank": " \t\u3000",
    "line breaks": "Ada\r\nBcc: eve@mail.example\r\n\r\nhello",
    "line separator": "a\u2028b\u2029c",
    "zero": "0",
    "minus one": "-1",
    "minus nothing": "-0",
    "no number": "NaN",
    "signalling": "sNaN",
    "endless": "Infinity",
    "exponent": "1e400",
    "exponents of exponents": "1E+999999999999",
    "tiny": "1e-400",
    "exact": "0.0000000000000000001",
    "int4": "2147483648",
    "int8": "9223372036854775808",
    "forty digits": "9" * 40,
    "digits": "9" * 5000,
    "digits of Tamil": "௧௨",
    "raised digit": "²",
    "underscore": "1_0",
    "comma": "1.234,56",
    "hexadecimal": "0x10",
    "year 0": "0000-01-01",
    "year 1": "0001-01-01",
    "first moment": "0001-01-01T00:00:00+14:00",
    "last day": "9999-12-31",
    "last moment": "9999-12-31T23:59:59-14:00",
    "last evening": "9999-12-31 23:59",
    "30 February": "2026-02-30",
    "30 February at noon": "2026-02-30T12:00",
    "year 10000": "10000-01-01",
    "hour that is none": "2026-03-29T02:30",
    "25 o'clock": "25:61",
    "24 o'clock": "24:00",
    "malformed UUID": _uuid(1)[:-1] + "g",
    "UUID of nobody": _uuid(1),
    "braced UUID": "{" + _uuid(2) + "}",
    "JSON array": "[1, [2], {}]",
    "JSON object": '{"a": {"b": null}, "id": 1e999}',
    "JSON null": "null",
    "JSON string": '"\\u0000\\ud800"',
    "deep JSON": "[" * 5000,
    "cursor of a huge number": cursor("newest", 10**60, _uuid(1), False),
    "cursor of a huge price": cursor("price", "1e999999", _uuid(1), False),
    "cursor of an early day": cursor("newest", "0001-01-01T00:00:00+14:00", _uuid(1), False),
    "cursor of a late day": cursor("newest", "9999-12-31T23:59:59-14:00", _uuid(1), False),
    "cursor of no list": cursor([], {}, None, "x"),
    "cursor of arrays": cursor(*[[1]] * 4),
    "no base64": "%%%=",
    "markup": "<script>alert(1)</script><b",
    "format": "%s %(x)s {0.__class__} {{ x }} %",
    "quotes": "';--\"`\\",
    "path": "../../../etc/passwd",
    "other host": "//evil.example/",
    "script": "javascript:alert(1)",
    "broken address": "http://[::1",
    "broken port": "http://mail.example:99999999/",
    "bytes in an address": "http://a\u2100b.example/\u202e",
    "mailbox": f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 61}.ex",
    "mailbox of a long host": f"a@{'b' * 300}.example",
    "mailbox of no host": "ada@\u00df..\u3002example",
    "phone": "+999999999999999999999",
    "regular expression": "(((a+)+)+$[",
    "like": "%_%\\",
    "search": '" -" & | ! :* <-> ((',
    "own name": "__proto__",
    "dotted": "a__b__contains",
    "option": "----",
}

Upload = Callable[[], SimpleUploadedFile]


def _file(name: str, content: bytes, kind: str = "image/png") -> Upload:
    return lambda: SimpleUploadedFile(name, content, content_type=kind)


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\0\0\0"
UPLOADS: dict[str, Upload] = {
    "empty file": _file("a.png", b""),
    "no picture": _file("a.png", b"plain text"),
    "cut off": _file("a.png", PNG),
    "huge name": _file("n" * 3000 + ".png", b"x"),
    "odd name": _file("..\u202egnp.\\/\ufdfa.svg", b"<svg/>", "image/svg+xml"),
    "no name": _file(" ", b"x"),
    "no ending": _file("picture", b"GIF89a", "nonsense/\u00e9"),
    "archive": _file("a.xlsx", b"PK\x03\x04" + b"\0" * 30, "application/zip"),
    "not UTF-8": _file("a.csv", b"title,price\n\xff\xfe,\0", "text/csv"),
    "text": _file("a.csv", b"a,b\n" * 3, "text/csv"),
}

HEADERS: dict[str, tuple[str, ...]] = {
    name: (*values.split(" | "), "x" * 9000, "\u00ff\u00ad\u0085", "")
    for name, values in {
        "Referer": "http://[ | //// | javascript:1 | http://localhost:99999999/ | %ED%A0%80",
        "Accept-Language": "de-DE-x-" + "a" * 600 + " | xx,,;q= | *;q=9999999 | zh-Hant;q=NaN",
        "Accept": "*/*;q=x | application/json;q=1e999 | text/html;;; | a/b/c | application/x,,",
        "User-Agent": "\x01\x02 | Mozilla/5.0 \u00e9",
        "X-Forwarded-For": "1.2.3.4.5 | ::::: | 999.1.1.1, 2001:db8::%eth0 | ,,, | 0x7f.1",
        "X-Forwarded-Host": "evil.example | [ | a:b:c",
        "X-Forwarded-Proto": "gopher | https,http",
        "X-Real-IP": "nobody",
        "If-None-Match": '"" | W/ | *, "a | "\u00ff"',
        "If-Match": '"" | W/ | * | "\u00ff"',
        "If-Modified-Since": "Thu, 30 Feb 2026 25:61:61 GMT | Mon, 01 Jan 0000 00:00:00 GMT | 1e9",
        "If-Unmodified-Since": "Fri, 31 Dec 99999 00:00:00 GMT | \u00ff",
        "If-Range": "\u00ff | 0",
        "Range": "bytes=-1 | bytes=9-1 | bytes=0-99999999999999999999 | items=0",
        "Authorization": "Bearer | Bearer a.b.c | Basic ==== | Bearer \u00ff | Basic /w==",
        "Origin": "null | http://[ | \u00ff",
        "Sec-Fetch-Site": "nowhere",
        "HX-Request": "true | maybe",
        "HX-Current-URL": "http://[ | %ED%A0%80 | //",
        "HX-Target": "\u00ff | #a b",
        "HX-Trigger": "\u00ff",
        "X-Requested-With": "XMLHttpRequest | \u00ff",
        "traceparent": "00-0-0-0 | ff-" + "f" * 32 + "-" + "f" * 16 + "-zz | 00",
        "X-Trace-Id": "\x01\u00ff",
        "Idempotency-Key": "\u00ff | \x01",
        "X-Cart-Token": "\u00ff | ' | -",
        "X-Order-Token": "\u00ff | ' | -",
        "X-CSRFToken": "\u00ff | short",
        "Content-Language": "\u00ff",
        "Accept-Encoding": "gzip;q=NaN | \u00ff,,",
        "X-HTTP-Method-Override": "TRACE",
    }.items()
}
COOKIES = (
    "\u00ff\u0080", "x" * 4000, '"', "a=b=c", "\\000", '"\\000\\377"', "eyJ9.e30.", ":::", "0", "-",
)  # fmt: skip
PATHS: tuple[str, ...] = (
    "%00", "a%00b", "%2F", "%2e%2e%2f", "a" * 5000, "%ED%A0%80", "%FF", "%F0%9F%98%80", "%E2%80%AE",
    "%0D%0A", "0", "-1", "9" * 40, "9" * 5000, "9223372036854775808", "2147483648", "%C2%B2",
    "00000000-0000-4000-8000-000000000000", "%25s", "%7B%7D", "a_1", "_", "NaN", "%20", ".", "%5C",
)  # fmt: skip
