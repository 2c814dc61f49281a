"""Text search: the words of a query, corrected, then candidates and their rank.

One statement looks the words up in the vocabulary (`discovery_term`), one finds and ranks.
docs/discovery.md explains the ranking and gives its figures.
"""

import math
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from marketplace.discovery.corrections import NearWord, corrections
from marketplace.discovery.filters import SOURCE, Where

LONGEST = 200  # characters of a query that are read
MAX_WORDS = 12
# Words that are in more listings than this only add to the rank where rarer ones are given.
CANDIDATES = 200
# How many listings with all of the words, and with some of them, are ranked at most.
RANKED = 1000
# In another order (price, age ...) so many with all of the words are collected and sorted; where
# more have them, the index of that order is walked until a page is full.
SORTED = 5000
COUNTED = 20_000  # by the facets
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
# of their trigrams; numbers are never. Two words of the query that are one in the vocabulary
# ("power bank") are looked up joined as well.
# A measure of some title ("5.5 mm") is that one word, else its parts may be it, as each part of
# "AB-12/3" may be "ab123". "ab123" that nobody writes so may be "AB 123".
LOOK_UP = """
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
       coalesce(near.terms, alike.terms, '{}'),
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
    stems = tuple(dict.fromkeys((stem, *joined)))
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
BRANCH = "SELECT {columns} FROM {source} WHERE {where} AND listing.search @@"
# Where enough listings have every word, those with some of the words are not looked at.
PARTIAL = """
{branch} %(some)s::tsquery AND NOT listing.search @@ %(every)s::tsquery
AND (SELECT count(*) FROM whole) < %(enough)s LIMIT %(ranked)s
"""
BY_RELEVANCE = """
SELECT uuid, {score} AS score
FROM (
    WITH whole AS MATERIALIZED ({branch} %(every)s::tsquery LIMIT %(ranked)s)
    SELECT *, {worth} AS worth
    FROM (TABLE whole {partial}) AS matched
    OFFSET 0 -- so that the worth is worked out once
) AS worthy
WHERE worth >= %(least)s
"""
# Whoever has every word is worth the least of WEIGHTS, which is more than LEAST_COVERAGE.
COLLECTED = """
WITH whole AS MATERIALIZED ({branch} %(every)s::tsquery LIMIT %(most)s + 1)
SELECT {names} FROM whole {if_few}
"""
WORTHY = """
UNION ALL SELECT {names}
FROM (SELECT *, {worth} AS worth FROM ({partial}) AS matched OFFSET 0) AS worthy
WHERE worth >= %(least)s
"""
WALKED = """
UNION ALL SELECT uuid, key FROM ({walked}) AS walked
WHERE (SELECT count(*) FROM whole) > %(most)s
"""


def holding(words: list[Word]) -> Where:
    """The condition that a listing has every word, and none that is not wanted."""
    return Where("listing.search @@ %(every)s::tsquery", {"every": _questions(words)["every"]})


def match(words: list[Word], where: Where, *, source: str = SOURCE) -> Where:
    """(uuid, score) of those with all words, and those with a rare one.

    None of them has a word that is not wanted.
    """
    terms, values = _wanted(words), _values(words, where)
    columns = "listing.uuid, listing.search, length(listing.title) AS length"
    branch = BRANCH.format(columns=columns, source=source, where=where.sql)
    partial = f"UNION ALL ({PARTIAL.format(branch=branch)})" if len(terms) > 1 else ""
    worth = _worth(terms, values)
    sql = BY_RELEVANCE.format(score=_score(), branch=branch, worth=worth, partial=partial)
    return Where(sql, values)


def match_all(
    words: list[Word], where: Where, columns: dict[str, str], *, source: str, if_few: str = ""
) -> Where:
    """The same listings' `columns` (name: SQL over the tables of `source`), of those with all
    words one more than the caller's %(most)s at most."""
    terms, values = _wanted(words), _values(words, where)
    whole = ", ".join(f"{column} AS {name}" for name, column in columns.items())
    parts = {"source": source, "where": where.sql}
    branch = BRANCH.format(columns=whole, **parts)
    sql = COLLECTED.format(branch=branch, names=", ".join(columns), if_few=if_few)
    if len(terms) > 1:
        branch = BRANCH.format(columns=f"{whole}, listing.search", **parts)
        partial, worth = PARTIAL.format(branch=branch), _worth(terms, values)
        sql += WORTHY.format(names=", ".join(columns), partial=partial, worth=worth)
    return Where(sql, values)


def match_in_order(
    words: list[Word], where: Where, walked: Where, *, key: str, source: str
) -> Where:
    """(uuid, key) of the same for a page in the order of `key`: where more than SORTED have all
    words, it is `walked` (walks.py)."""
    columns = {"uuid": "listing.uuid", "key": key}
    few = "WHERE (SELECT count(*) FROM whole) <= %(most)s"
    matches = match_all(words, where, columns, source=source, if_few=few)
    sql = matches.sql + WALKED.format(walked=walked.sql)
    return Where(sql, walked.values | matches.values | {"most": SORTED})


def _wanted(words: list[Word]) -> list[Word]:
    return [word for word in words if not word.is_unwanted]


def _values(words: list[Word], where: Where) -> dict[str, Any]:
    limits = {"ranked": RANKED, "enough": ENOUGH, "least": LEAST_COVERAGE}
    return where.values | _questions(words) | limits


def _questions(words: list[Word]) -> dict[str, str]:
    """What is asked for as PostgreSQL writes it; what is not wanted is in neither."""
    exclusions = [word.exclusion() for word in words if word.is_unwanted]
    terms = _wanted(words)
    every = [word.query() for word in terms]
    some = " | ".join(word.query() for word in _rarest(terms))
    return {
        "every": " & ".join([*every, *exclusions]),
        "some": " & ".join([f"({some})", *exclusions]),
    }


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
