"""Entity tags as they come back from behind a proxy (RFC 9110, sections 8.8.3 and 13.1).

Our tags name the content. A proxy that compresses an answer on its way marks the tag as that of
another form: nginx makes it weak (`W/"a"`), Apache, Jetty and others put the coding behind it
(`"a-gzip"`, `"a;gzip"`, `"a/gzip"`, `"a-br"`). Taken by the letter, whoever stands behind one
could change nothing (412) and would load everything anew, so each such form names the same tag.
"""

import re

from django.utils.http import parse_etags

MARK = re.compile(r'(?:-{1,2}|;|/)(?:gzip|x-gzip|br|zstd|deflate|df)(?=")', re.IGNORECASE)


def is_named(tag: str, header: str) -> bool:
    """Whether a header of conditions names this tag of ours, in whichever form, or any (`*`)."""
    return header.strip() == "*" or tag in map(unmark_tag, parse_etags(header))


def unmark_tag(tag: str) -> str:
    """As we gave it out: `W/"a-gzip"` is `"a"`."""
    return MARK.sub("", tag.removeprefix("W/"))
