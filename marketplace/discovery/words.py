"""The words of a query: what each stands for, and how much it tells; one statement.

docs/discovery.md explains it. What was done to a word that nobody uses is told (`Word.reading`).
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from marketplace.discovery.corrections import NearWord, corrections
from marketplace.discovery.synonyms import find_near, find_synonyms, speaks, tokens_of
from tenants.postgresql.statements import Prepared

LONGEST = 200  # characters of a query that are read
MAX_WORDS = 12
CORRECTED = 0.8  # a word found by correction, against the word itself
ALIKE = 0.7  # a listing that has a synonym, against one with the word itself
MOST_SYNONYMS = 4  # of one word, the most frequent
UNKNOWN = 0.5  # a word of no title: it may stand in descriptions, or nowhere
# English words that say nothing about a product and that the dictionary lets through.
EMPTY_WORDS = frozenset({"w", "o", "de", "la", "le", "der", "die", "das", "und", "mit"})

# "mug without handle": the next word is not wanted. A dash written to its word says so too.
# "sans" and "sin" are English words too ("comic sans", "original sin"): they deny where another
# word of the query is of their language.
PLAIN_NEGATIONS = frozenset({"without", "ohne", "sem", "senza", "zonder"})
SPOKEN_NEGATIONS = {"sans": "fr", "sin": "es"}
NEGATIONS = PLAIN_NEGATIONS | SPOKEN_NEGATIONS.keys()
NEGATION_SIGNS = re.compile(r"(?<=\s)(?:w/o\b|-(?=[^\W\d_]))", re.IGNORECASE)

# Words that nobody uses are replaced by those a letter away, or else by those that share most
# of their trigrams; numbers are never. Two words of the query that are one in the vocabulary
# ("power bank") are looked up joined as well.
# A measure of some title ("5.5 mm") is that one word, else its parts may be it, as each part of
# "AB-12/3" may be "ab123". "ab123" that nobody writes so may be "AB 123".
# Synonyms that shops use count as well; those of a word with one letter wrong only where nobody
# uses it.
LOOK_UP = Prepared(
    "look_up",
    """
WITH chunk AS MATERIALIZED (
    SELECT number, chunk, coalesce(nullif(code, ''), measure) AS code,
           CASE WHEN EXISTS (SELECT FROM public.discovery_term WHERE word = measure)
                THEN measure ELSE '' END AS measure,
           CASE WHEN chunk ~ '^([[:alpha:]]+[0-9]+|[0-9]+[[:alpha:]]+)$'
                 AND NOT EXISTS (SELECT FROM public.discovery_term WHERE word = chunk)
                THEN chunk ELSE '' END AS glued
    FROM public.galleria_chunks(%(text)s)
    LIMIT %(words)s
),
token AS MATERIALIZED (
    SELECT row_number() OVER (ORDER BY number, part) AS place, tokid,
           public.galleria_fold(token) AS word,
           public.galleria_fold(nullif(concat(code, glued), '')) AS whole
    FROM chunk, ts_parse('default', public.galleria_words(CASE
        WHEN measure <> '' THEN measure
        WHEN glued <> '' THEN regexp_replace(glued, '([0-9]+)', ' \\1 ')
        ELSE chunk
    END)) WITH ORDINALITY AS word (tokid, token, part)
    WHERE tokid IN (1, 2, 3, 7, 22)
    LIMIT %(words)s
),
known AS MATERIALIZED (
    SELECT place, word, whole,
           CASE WHEN tokid = 22 THEN word ELSE public.galleria_stem(word) END AS stem,
           lag(word) OVER (ORDER BY place) || word AS before,
           word || lead(word) OVER (ORDER BY place) AS after
    FROM token
),
counted AS MATERIALIZED (
    SELECT known.*,
           (SELECT sum(frequency) FROM public.discovery_term AS term
            WHERE term.stem = known.stem) AS frequency,
           ARRAY(
               SELECT public.galleria_stem(whole) WHERE whole IS NOT NULL
               UNION
               SELECT term.stem FROM public.discovery_term AS term
               WHERE term.word IN (known.before, known.after) AND term.word ~ '[[:alpha:]]'
           ) AS joined
    FROM known
)
SELECT counted.word, counted.stem, counted.joined, counted.frequency,
       coalesce(near.terms, alike.terms, '{}'), coalesce(synonym.terms, '{}'),
       (SELECT reltuples FROM pg_class WHERE oid = 'public.discovery_listing'::regclass)
FROM counted
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[word, stem, frequency::text]) AS terms
    FROM (
        SELECT term.word, term.stem, term.frequency
        FROM public.discovery_term AS term
        WHERE counted.frequency IS NULL AND length(counted.word) >= 3
          AND counted.word !~ '[0-9]' AND length(term.word) >= 3 AND term.word !~ '[0-9]'
          AND term.deletions && public.galleria_deletions(counted.word)
        ORDER BY term.frequency DESC, term.word
        LIMIT 30
    ) AS found
) AS near ON true
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[word, stem, frequency::text]) AS terms
    FROM (
        SELECT term.word, term.stem, term.frequency
        FROM public.discovery_term AS term
        WHERE counted.frequency IS NULL AND near.terms IS NULL AND length(counted.word) >= 5
          AND counted.word !~ '[0-9]' AND term.word !~ '[0-9]'
          AND term.word OPERATOR(public.%%) counted.word
        ORDER BY public.similarity(term.word, counted.word) DESC, term.frequency DESC, term.word
        LIMIT 3
    ) AS found
) AS alike ON true
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[word, stem, frequency::text, (NOT is_near)::text]) AS terms
    FROM (
        SELECT name.synonym AS word, term.stem, sum(term.frequency) AS frequency, name.is_near
        FROM unnest(%(names)s::text[], %(synonyms)s::text[], %(are_near)s::boolean[])
            AS name (word, synonym, is_near)
        JOIN public.discovery_term AS term ON term.stem = public.galleria_stem(name.synonym)
        WHERE name.word = counted.word AND (counted.frequency IS NULL OR NOT name.is_near)
        GROUP BY name.synonym, term.stem, name.is_near
        ORDER BY sum(term.frequency) DESC, name.synonym
        LIMIT %(most)s
    ) AS found
) AS synonym ON true
ORDER BY counted.place
""",
)


class Reading(StrEnum):
    """How a word of the query is understood."""

    TYPED = "typed"
    REPLACED = "replaced"  # nobody uses it: by `names`
    WIDENED = "widened"  # `names` count as well
    EXCLUDED = "excluded"  # it is not wanted


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query with what it may stand for; `weight` grows with its rarity.

    `likes` are stems of its synonyms; `text` is what was typed, `names` the words that are looked
    for instead or besides.
    """

    stems: tuple[str, ...]
    frequency: int
    weight: float
    likes: tuple[str, ...] = ()
    reading: Reading = Reading.TYPED
    text: str = field(default="", compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_unwanted(self) -> bool:
        return self.reading is Reading.EXCLUDED

    def query(self, weights: str = "") -> str:
        """As PostgreSQL writes it: ('mug':A | 'mugg':A)."""
        return write_any((*self.stems, *self.likes), weights)

    def exclusion(self) -> str:
        """Not in title, brand, options, categories or attributes, unless those deny it
        themselves: "without handle", "handle-free". Descriptions name too much to tell."""
        own, negations = self.query(), " | ".join(map(quote_lexeme, sorted(NEGATIONS)))
        return f"(!{self.query('ABC')} | (({negations}) <-> {own}) | ({own} <-> 'free'))"


def quote_lexeme(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def write_any(stems: tuple[str, ...], weights: str = "") -> str:
    suffix = f":{weights}" if weights else ""
    return "(" + " | ".join(f"{quote_lexeme(stem)}{suffix}" for stem in stems) + ")"


def look_up(text: str, *, is_exact: bool = False) -> list[Word]:
    """The words of a query in their order, without those that say nothing; one statement.

    Those that it does not want come last. A query that wants nothing else wants them.
    `is_exact`: every word is wanted, as it is typed.
    """
    rows = _look_up(text[:LONGEST], is_exact)
    if is_exact:
        return _unique(_typed(row) for row in rows)
    negations = _negations([row[0] for row in rows])
    terms, unwanted = _part(rows, negations)
    telling = [row for row in terms if row[0] not in EMPTY_WORDS | negations] or terms
    words = _unique(word for word in map(_word, telling) if word)
    return words + list(map(_exclude, unwanted)) if words else []


Row = tuple[Any, ...]  # word, stem, joined, frequency, near, synonyms, listings in all


def _look_up(text: str, is_exact: bool) -> list[Row]:
    plain = text if is_exact else NEGATION_SIGNS.sub(" without ", text)
    values: dict[str, Any] = {"text": plain, "words": MAX_WORDS, "most": MOST_SYNONYMS}
    rows = LOOK_UP.fetch_all(values | list_synonyms("" if is_exact else plain))
    return [row for row in rows if row[1]]


def list_synonyms(text: str) -> dict[str, list[Any]]:
    """Three columns: a word, one of its synonyms, whether the word is only nearly theirs."""
    words = dict.fromkeys(tokens_of(text))
    pairs = [(word, other, False) for word in words for other in find_synonyms(word)]
    pairs += [(word, other, True) for word in words for other in find_near(word)]
    columns = list(map(list, zip(*pairs, strict=True))) or [[], [], []]
    return dict(zip(("names", "synonyms", "are_near"), columns, strict=True))


def _unique(words: Iterable[Word]) -> list[Word]:
    return list(dict.fromkeys(words))


def _negations(words: list[str]) -> frozenset[str]:
    spoken = {
        negation
        for negation, language in SPOKEN_NEGATIONS.items()
        if negation in words and speaks(language, [word for word in words if word != negation])
    }
    return PLAIN_NEGATIONS | spoken


def _part(rows: list[Row], negations: frozenset[str]) -> tuple[list[Row], list[Row]]:
    """(what is wanted, what follows a negation); a negation needs a word on either side."""
    terms: list[Row] = []
    unwanted: list[Row] = []
    is_wanting = False  # something, so far
    for place, row in enumerate(rows):
        is_unwanted = is_wanting and rows[place - 1][0] in negations
        (unwanted if is_unwanted else terms).append(row)
        is_wanting = is_wanting or row[0] not in negations
    return terms, unwanted


def _exclude(row: Row) -> Word:
    return Word((row[1],), 0, 0.0, reading=Reading.EXCLUDED, text=row[0])


def _typed(row: Row) -> Word:
    word, stem, joined, frequency, *_, total = row
    stems = tuple(dict.fromkeys((stem, *joined)))
    share = UNKNOWN if frequency is None else 1.0
    weight = _weigh(int(frequency or 0), total, share)
    return Word(stems, int(frequency or 0), weight, text=word)


def _word(row: Row) -> Word | None:
    """None: a misspelt "with"."""
    typed = _typed(row)
    synonyms = [_near(term) for term in row[5] if term[3] == "true"]
    if synonyms:
        return _widen(typed, synonyms, row)
    if row[3] is not None:
        return typed
    near = [_near(term) for term in row[4]]
    misspelt = [_near(term) for term in row[5]]
    return _replace(typed, corrections(typed.text, near, instead=misspelt), row[-1])


def _near(term: list[str]) -> NearWord:
    return NearWord(term[0], term[1], int(term[2]))


def _widen(typed: Word, synonyms: list[NearWord], row: Row) -> Word:
    """With the synonyms that shops use; instead of the word where nobody uses that."""
    is_known = row[3] is not None
    likes = tuple(dict.fromkeys(near.stem for near in synonyms if near.stem not in typed.stems))
    if not likes:
        return typed
    frequency = typed.frequency + sum(near.frequency for near in synonyms)
    weight = _weigh(frequency, row[-1], 1.0 if is_known else CORRECTED)
    reading = Reading.WIDENED if is_known else Reading.REPLACED
    names = tuple(near.word for near in synonyms)
    return replace(
        typed, frequency=frequency, weight=weight, likes=likes, reading=reading, names=names
    )


def _replace(typed: Word, fixes: list[NearWord], total: float) -> Word | None:
    if not fixes:
        return typed
    if not fixes[0].stem:
        return None
    stems = tuple(dict.fromkeys([*typed.stems, *(fix.stem for fix in fixes if fix.stem)]))
    frequency = sum(fix.frequency for fix in fixes)
    weight = _weigh(frequency, total, CORRECTED)
    names = tuple(fix.word for fix in fixes if fix.stem)
    return Word(stems, frequency, weight, (), Reading.REPLACED, typed.text, names)


def _weigh(frequency: int, total: float, share: float) -> float:
    """The rarer the more: the logarithm of how many listings there are for one with the word."""
    total = max(float(total), 1000.0)
    rarity = math.log(1 + (total - min(frequency, total) + 0.5) / (frequency + 0.5))
    return round(share * max(rarity, 0.05), 4)
