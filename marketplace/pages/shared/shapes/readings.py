"""What was done to the words of a search, in sentences."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from marketplace.discovery.words import Reading, Word

Shape = dict[str, Any]


def reading_of(words: Iterable[Word]) -> list[str]:
    """A sentence for each word that is not taken as typed."""
    return [sentence for sentence in map(_sentence, words) if sentence]


def _sentence(word: Word) -> str:
    sentences = {
        Reading.TYPED: "",
        Reading.REPLACED: gettext("No product says “%(word)s”: shown is what says %(names)s."),
        Reading.WIDENED: gettext("With “%(word)s”, what says %(names)s is shown too."),
        Reading.EXCLUDED: gettext("What has “%(word)s” is left out."),
    }
    return sentences[word.reading] % {"word": word.text, "names": _quote(word.names)}


def _quote(names: Iterable[str]) -> str:
    return gettext(", ").join(gettext("“%(name)s”") % {"name": name} for name in names)
