"""Languages that people write: what they are called by those who do, and which way they run."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf.locale import LANG_INFO


@cache
def direction_of(language: str) -> str:
    """`rtl` or `ltr`, by the data of Unicode; `language` is a code as `he` or `zh-hans`."""
    try:
        return Locale.parse(language, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def written_languages() -> list[tuple[str, str]]:
    """(code, its own name) of those whose dates and numbers are known, ordered by name."""
    names = {code: info.get("name_local") for code, info in LANG_INFO.items()}
    named = [(code, str(name).capitalize()) for code, name in names.items() if name]
    return sorted(named, key=lambda pair: pair[1].casefold())
