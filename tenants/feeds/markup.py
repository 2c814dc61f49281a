"""Descriptions as plain text: feeds carry HTML of every kind, and none of it is trusted.

Paragraphs and list items survive as lines. The text is safe even where a template would
print it unescaped, since no "<" begins a tag in it.
"""

import html
import re
from html.parser import HTMLParser

from tenants.feeds.cells import inert

_LOOKS_LIKE_HTML = re.compile(r"<[a-zA-Z/!][^<>]*>")
_BLOCKS = {"p", "div", "ul", "ol", "table", "section", "article", "blockquote", "pre", "dl"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_LINES = {"br", "tr", "dt", "dd"}
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "head", "title"}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._hidden = max(self._hidden - 1, 0)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "td":
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def as_plain_text(text: str) -> str:
    if _LOOKS_LIKE_HTML.search(text):
        parser = _Text()
        parser.feed(text)
        parser.close()
        text = "".join(parser.parts)
    elif "&" in text:
        text = html.unescape(text)
    text = re.sub(r"[ \t\u00a0]+", " ", text.replace("\x00", ""))
    text = re.sub(r" ?\n ?", "\n", text)
    return inert(re.sub(r"\n{3,}", "\n\n", text).strip())
