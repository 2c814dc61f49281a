"""Descriptions as shops write them: plain text, or HTML that is not to be trusted.

What a shop stores is shown on the marketplace's host and in apps too; scripts, styles, frames,
forms and pictures of other servers do not get there.
"""

import re
from html import unescape

import nh3
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe

TAGS = {
    *("p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "code"),
    *("b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "a", "h3", "h4", "h5"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption"),
}
ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto", "tel"}
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&[a-zA-Z#0-9]+;")
# The page's own title is its one first heading, its sections the second.
HEADING = re.compile(r"(</?)h[12]\b", re.IGNORECASE)


def plain_text(text: str) -> str:
    """The words alone, on one line: for who shows a page in few words. Not escaped."""
    if MARKUP.search(text):
        text = unescape(nh3.clean(text.replace("<", " <"), tags=set()))
    return " ".join(text.split())


def clean_html(text: str) -> SafeString:
    """Allowed markup alone; plain text gets its paragraphs, no text none."""
    if not text.strip():
        return mark_safe("")
    if not MARKUP.search(text):
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped there
    cleaned = nh3.clean(
        HEADING.sub(r"\1h3", text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow noopener noreferrer ugc",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it
