"""Text search: the words of a query, corrected, then candidates and their rank.

One statement looks the words up in the vocabulary (`discovery_term`), one finds and ranks.
docs/discovery.md explains the ranking and gives its figures.
"""

import math
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from marketplace.discovery.corrections import NearWord, corrections
from marketplace.discovery.filters import SOURCE, Where

LONGEST = 200  # characters of a query that are read
MAX_WORDS = 12
# Words that are in more listings than this only add to the rank where rarer ones are given.
CANDIDATES = 200
# How many listings with all of the words, and with some of them, are ranked at most.
RANKED = 1000
ORDERED = 20_000  # the same where they are ordered by price or age instead
ENOUGH = 50  # listings with all of the words: then nobody looks for less
# What a word is worth where it stands: description; category, attributes; brand, options; title.
WEIGHTS = "{0.25, 0.45, 0.8, 1.0}"
MOST_OF_A_WORD = 1.1  # however often it occurs: once in the title counts 1
RANK_UNIT = 1.64493406685  # what ts_rank divides by: the sum of 1/n^2
CORRECTED = 0.8  # a word found by correction, against the word itself
UNKNOWN = 0.5  # a word of no title: it may stand in descriptions, or nowhere
# Listings that hold less of the query than this, by the weight of its words, are left out.
LEAST_COVERAGE = 0.2
COVERAGE = 1.0  # how much more than its share a listing with all of the words gets
LENGTH = 0.8  # how far a long title speaks against a listing
USUAL_LENGTH = 60  # characters
# English words that say nothing about a product and that the dictionary lets through.
EMPTY_WORDS = frozenset({"w", "o", "de", "la", "le", "der", "die", "das", "und", "mit"})

# "mug without handle": the next word is not wanted. A dash that is written to its word says so too.
NEGATIONS = frozenset({"without", "ohne", "sans", "sin", "sem", "senza", "zonder"})
NEGATION_SIGNS = re.compile(r"(?<=\s)(?:w/o\b|-(?=[^\W\d_]))", re.IGNORECASE)

# Words that nobody uses are replaced by those a letter away, or else by those that share most
# of their trigrams. Two words of the query that are one in the vocabulary ("power bank") are
# looked up joined as well.
LOOK_UP = """
WITH token AS MATERIALIZED (
    SELECT row_number() OVER () AS place, public.galleria_fold(token) AS word, tokid
    FROM ts_parse('default', public.galleria_words(%(text)s))
    WHERE tokid IN (1, 2, 3, 22)
    LIMIT %(words)s
),
known AS MATERIALIZED (
    SELECT place, word,
           CASE WHEN tokid = 22 THEN word ELSE public.galleria_stem(word) END AS stem,
           word || lead(word) OVER (ORDER BY place) AS joined
    FROM token
),
counted AS MATERIALIZED (
    SELECT known.*,
           (SELECT sum(frequency) FROM public.discovery_term AS term
            WHERE term.stem = known.stem) AS frequency,
           (SELECT term.stem FROM public.discovery_term AS term
            WHERE term.word = known.joined) AS joined_stem
    FROM known
)
SELECT counted.word, counted.stem, counted.joined_stem, counted.frequency,
       coalesce(near.terms, alike.terms, '{}'),
       (SELECT reltuples FROM pg_class WHERE oid = 'public.discovery_listing'::regclass)
FROM counted
LEFT JOIN LATERAL (
    SELECT array_agg(ARRAY[word, stem, frequency::text]) AS terms
    FROM (
        SELECT term.word, term.stem, term.frequency
        FROM public.discovery_term AS term
        WHERE counted.frequency IS NULL AND length(counted.word) >= 3
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
          AND term.word OPERATOR(public.%%) counted.word
        ORDER BY public.similarity(term.word, counted.word) DESC, term.frequency DESC, term.word
        LIMIT 3
    ) AS found
) AS alike ON true
ORDER BY counted.place
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query with what it may stand for; `weight` grows with its rarity."""

    stems: tuple[str, ...]
    frequency: int
    weight: float
    is_unwanted: bool = False

    def query(self, weights: str = "") -> str:
        """As PostgreSQL writes it: ('mug':A | 'mugg':A)."""
        suffix = f":{weights}" if weights else ""
        return "(" + " | ".join(f"{quote_lexeme(stem)}{suffix}" for stem in self.stems) + ")"

    def exclusion(self) -> str:
        """Not in title, brand, options, categories or attributes, unless those deny it
        themselves: "without handle", "handle-free". Descriptions name too much to tell."""
        own, negations = self.query(), " | ".join(map(quote_lexeme, sorted(NEGATIONS)))
        return f"(!{self.query('ABC')} | (({negations}) <-> {own}) | ({own} <-> 'free'))"


def quote_lexeme(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def look_up(text: str) -> list[Word]:
    """The words of a query in their order, without those that say nothing; one statement.

    Those that it does not want come last. A query that wants nothing else wants them.
    """
    plain = NEGATION_SIGNS.sub(" without ", text[:LONGEST])
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, {"text": plain, "words": MAX_WORDS})
        rows = [row for row in cursor.fetchall() if row[1]]
    terms, unwanted = _part(rows)
    telling = [row for row in terms if row[0] not in EMPTY_WORDS | NEGATIONS] or terms
    words = list(dict.fromkeys(word for word in map(_word, telling) if word))
    return words + [Word((row[1],), 0, 0.0, is_unwanted=True) for row in unwanted] if words else []


Row = tuple[Any, ...]


def _part(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """(what is wanted, what follows a negation); a negation needs a word on either side."""
    terms: list[Row] = []
    unwanted: list[Row] = []
    is_wanting = False  # something, so far
    for place, row in enumerate(rows):
        is_unwanted = is_wanting and rows[place - 1][0] in NEGATIONS
        (unwanted if is_unwanted else terms).append(row)
        is_wanting = is_wanting or row[0] not in NEGATIONS
    return terms, unwanted


def _word(row: tuple[Any, ...]) -> Word | None:
    word, stem, joined, frequency, near, total = row
    total = max(float(total), 1000.0)
    stems = (stem, joined) if joined else (stem,)
    if frequency is not None:
        return _weigh(stems, int(frequency), total)
    fixes = corrections(word, [NearWord(text, root, int(count)) for text, root, count in near])
    if not fixes:
        return _weigh(stems, 0, total, UNKNOWN)
    if not fixes[0].stem:
        return None  # a misspelt "with"
    stems = tuple(dict.fromkeys([*stems, *(fix.stem for fix in fixes if fix.stem)]))
    return _weigh(stems, sum(fix.frequency for fix in fixes), total, CORRECTED)


def _weigh(stems: tuple[str, ...], frequency: int, total: float, share: float = 1.0) -> Word:
    """The rarer the more: the logarithm of how many listings there are for one with the word."""
    rarity = math.log(1 + (total - min(frequency, total) + 0.5) / (frequency + 0.5))
    return Word(stems, frequency, round(share * max(rarity, 0.05), 4))


# --- candidates and their rank ----------------------------------------------------------------
class Match(NamedTuple):
    """SQL of the matching listings: a query of (uuid, score, and `key` if asked for)."""

    sql: str
    values: dict[str, Any]


# Where enough listings have every word, those with some of the words are not looked at.
MATCHES = """
SELECT uuid, {key} {score} AS score
FROM (
    WITH whole AS MATERIALIZED ({branch} %(every)s::tsquery LIMIT %(ranked)s)
    SELECT *, {worth} AS worth
    FROM (TABLE whole {partial}) AS matched
    OFFSET 0 -- so that the worth is worked out once
) AS worthy
WHERE worth >= %(least)s
"""
PARTIAL = """
UNION ALL ({branch} %(some)s::tsquery AND NOT listing.search @@ %(every)s::tsquery
           AND (SELECT count(*) FROM whole) < %(enough)s LIMIT %(ranked)s)
"""


def match(words: list[Word], where: Where, *, key: str = "", source: str = SOURCE) -> Match:
    """Those with all words, and those with a rare one; scored where no `key` orders them.

    None of them has a word that is not wanted. `key` is an expression over the tables of `source`
    that the caller orders by instead.
    """
    exclusions = [word.exclusion() for word in words if word.is_unwanted]
    words = [word for word in words if not word.is_unwanted]
    some = " | ".join(word.query() for word in _rarest(words))
    values = where.values | {
        "every": " & ".join([*(word.query() for word in words), *exclusions]),
        "some": " & ".join([f"({some})", *exclusions]),
        "ranked": ORDERED if key else RANKED,
        "enough": ENOUGH,
        "least": LEAST_COVERAGE,
    }
    columns = "listing.uuid, listing.search, length(listing.title) AS length"
    if key:
        columns += f", {key} AS key"
    branch = f"SELECT {columns} FROM {source} WHERE {where.sql} AND listing.search @@"
    sql = MATCHES.format(
        key="key," if key else "",
        score=_score(),
        worth=_worth(words, values),
        branch=branch,
        partial=PARTIAL.format(branch=branch) if len(words) > 1 else "",
    )
    return Match(sql, values)


def _rarest(words: list[Word]) -> list[Word]:
    """The rarest words, as long as they do not bring too many candidates together."""
    chosen: list[Word] = []
    total = 0
    for word in sorted(words, key=lambda word: word.frequency):
        total += word.frequency
        if chosen and total > CANDIDATES:
            break
        chosen.append(word)
    return chosen


def _worth(words: list[Word], values: dict[str, Any]) -> str:
    """How much of the query a listing holds: 1 with every word once in its title.

    ts_rank of one word is the weight of its best place (and less for each further place)
    divided by RANK_UNIT and by the number of its spellings.
    """
    total = sum(word.weight for word in words)
    values["weights"] = WEIGHTS
    parts = []
    for place, word in enumerate(words):
        values[f"w{place}"] = word.query()
        share = word.weight / total
        unit = RANK_UNIT * len(word.stems) * share
        rank = f"ts_rank(%(weights)s, search, %(w{place})s::tsquery)"
        parts.append(f"least({share * MOST_OF_A_WORD:.5f}, {unit:.5f} * {rank})")
    return " + ".join(parts)


def _score() -> str:
    """An integer, so that a cursor can say exactly where it stopped."""
    length = f"{1 - LENGTH:.2f}::float8 + {LENGTH / USUAL_LENGTH:.6f}::float8 * length"
    return f"(1000000 * worth * (1 + {COVERAGE} * worth) / power({length}, 0.3::float8))::bigint"
