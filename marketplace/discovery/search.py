"""Text search: the words of a query, corrected, then candidates and their rank.

One statement looks the words up in the vocabulary (`discovery_term`), one finds and ranks.
docs/discovery.md explains the ranking and gives its figures.
"""

from itertools import combinations
from typing import Any

from marketplace.discovery.filters import SOURCE, Where
from marketplace.discovery.words import ALIKE, Word, write_any

# Words that are in more listings than this only add to the rank where rarer ones are given.
CANDIDATES = 200
# Two of the words together count as a rare one, as long as they are in no more listings: what
# PostgreSQL reads of its index for them grows with that.
PAIRED = 50_000
# How many listings with all of the words, and with some of them, are ranked at most.
RANKED = 1000
# So many with all words are looked at: who has them elsewhere than in the description comes first,
# the newest before others.
LOOKED_AT = 5000
# By the rarest word: where more have it, so many of the newest are walked to instead.
COMMON = 10_000
NEWEST = 300
# In another order (price, age ...) so many with all of the words are collected and sorted; where
# more have them, the index of that order is walked until a page is full.
SORTED = 5000
COUNTED = 20_000  # by the facets
ENOUGH = 50  # listings with all of the words: then nobody looks for less
# What a word is worth where it stands: description; category, attributes; brand, options; title.
WEIGHTS = "{0.25, 0.45, 0.8, 1.0}"
MOST_OF_A_WORD = 1.1  # however often it occurs: once in the title counts 1
RANK_UNIT = 1.64493406685  # what ts_rank divides by: the sum of 1/n^2
# Listings that hold less of the query than this, by the weight of its words, are left out.
LEAST_COVERAGE = 0.2
COVERAGE = 1.0  # how much more than its share a listing with all of the words gets
LENGTH = 0.8  # how far a long title speaks against a listing
USUAL_LENGTH = 60  # characters
NOTHING = Where("", {})


# --- candidates and their rank ----------------------------------------------------------------
RANKED_BY = """
listing.uuid, listing.created_at, listing.search, length(listing.title) AS length
"""
BRANCH = "SELECT {columns} FROM {source} WHERE {where} AND listing.search @@"
# Where enough listings have every word, those with some of the words are not looked at.
PARTIAL = """
{branch} %(some)s::tsquery AND NOT listing.search @@ %(every)s::tsquery
AND (SELECT count(*) FROM whole) < %(enough)s LIMIT %(ranked)s
"""
# The ranked ones, and behind them those that follow (walks.walk_unranked): the newest first.
BY_RELEVANCE = """
WITH {whole},
ranked AS MATERIALIZED (
    SELECT uuid, {score} AS score
    FROM (
        SELECT *, {worth} AS worth
        FROM (TABLE whole {partial}) AS matched
        OFFSET 0 -- so that the worth is worked out once
    ) AS worthy
    WHERE worth >= %(least)s
)
TABLE ranked {behind}
"""
BEHIND = """
UNION ALL SELECT uuid, score FROM ({unranked}) AS unranked
WHERE (SELECT count(*) FROM few) > %(ranked)s
"""
OF_RARE = """
few AS MATERIALIZED ({branch} %(every)s::tsquery LIMIT %(looked_at)s),
whole AS MATERIALIZED (
    SELECT * FROM few
    ORDER BY search @@ %(foremost)s::tsquery DESC, created_at DESC, uuid DESC LIMIT %(ranked)s
)
"""
OF_COMMON = """
few AS MATERIALIZED ({branch} %(every)s::tsquery LIMIT %(ranked)s + 1),
foremost AS MATERIALIZED (
    {branch} %(foremost)s::tsquery AND (SELECT count(*) FROM few) > %(ranked)s
    ORDER BY created_at DESC, uuid DESC LIMIT %(newest)s
),
whole AS MATERIALIZED (
    SELECT * FROM few WHERE (SELECT count(*) FROM few) <= %(ranked)s
    UNION ALL TABLE foremost
    UNION ALL (
        {branch} %(every)s::tsquery AND NOT listing.search @@ %(foremost)s::tsquery
        AND (SELECT count(*) FROM few) > %(ranked)s
        AND (SELECT count(*) FROM foremost) < %(newest)s
        ORDER BY created_at DESC, uuid DESC LIMIT %(newest)s
    )
)
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


def match(
    words: list[Word], where: Where, unranked: Where = NOTHING, *, source: str = SOURCE
) -> Where:
    """(uuid, score) of those with all words, and those with a rare one, for a page.

    None of them has a word that is not wanted. Where too many have all words, those are ranked
    that have them in title, brand, options, categories or attributes, then in the description,
    the newest of each; behind them come the `unranked` (walks.py).
    """
    terms, values = _wanted(words), _values(words, where)
    branch = BRANCH.format(columns=RANKED_BY, source=source, where=where.sql)
    parts = {"branch": branch, "worth": _worth(terms, values), "score": _score()}
    parts["partial"] = f"UNION ALL ({PARTIAL.format(branch=branch)})" if len(terms) > 1 else ""
    whole = OF_COMMON if min(word.frequency for word in terms) >= COMMON else OF_RARE
    parts["whole"] = whole.format(branch=branch)
    parts["behind"] = BEHIND.format(unranked=unranked.sql) if unranked.sql else ""
    return Where(BY_RELEVANCE.format(**parts), unranked.values | values)


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
    limits = {"ranked": RANKED, "newest": NEWEST, "looked_at": LOOKED_AT, "enough": ENOUGH}
    return where.values | _questions(words) | limits | {"least": LEAST_COVERAGE}


def _questions(words: list[Word]) -> dict[str, str]:
    """What is asked for as PostgreSQL writes it; what is not wanted is in neither."""
    exclusions = [word.exclusion() for word in words if word.is_unwanted]
    terms = _wanted(words)
    every = [word.query() for word in terms]
    some = " | ".join([*(word.query() for word in _rarest(terms)), *_pairs(terms)])
    return {
        "every": " & ".join([*every, *exclusions]),
        "foremost": " & ".join([*(word.query("ABC") for word in terms), *exclusions]),
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


def _pairs(words: list[Word]) -> list[str]:
    """Any two of three words or more: five common ones find what has four of them."""
    paired: list[Word] = []
    total = 0
    for word in sorted(words, key=lambda word: word.frequency):
        total += word.frequency
        if total <= PAIRED:
            paired.append(word)
    if len(words) < 3:
        return []
    questions = [word.query() for word in paired]
    return [f"({first} & {second})" for first, second in combinations(questions, 2)]


def _worth(words: list[Word], values: dict[str, Any]) -> str:
    """How much of the query a listing holds: 1 with every word once in its title.

    ts_rank of one word is the weight of its best place (and less for each further place)
    divided by RANK_UNIT and by the number of its spellings.
    """
    values["weights"] = WEIGHTS
    total = sum(word.weight for word in words)
    return " + ".join(
        _worth_of(word, word.weight / total, f"w{place}", values)
        for place, word in enumerate(words)
    )


def _worth_of(word: Word, share: float, name: str, values: dict[str, Any]) -> str:
    """SQL of `share` or what it is worth that a listing has the word where it has it."""
    rank = _rank(word.stems, share, name, values)
    if word.likes:
        rank = f"greatest({rank}, {_rank(word.likes, ALIKE * share, f'{name}_likes', values)})"
    return f"least({share * MOST_OF_A_WORD:.5f}, {rank})"


def _rank(stems: tuple[str, ...], share: float, name: str, values: dict[str, Any]) -> str:
    values[name] = write_any(stems)
    unit = RANK_UNIT * len(stems) * share
    return f"{unit:.5f} * ts_rank(%(weights)s, search, %({name})s::tsquery)"


def _score() -> str:
    """An integer, so that a cursor can say exactly where it stopped."""
    length = f"{1 - LENGTH:.2f}::float8 + {LENGTH / USUAL_LENGTH:.6f}::float8 * length"
    return f"(1000000 * worth * (1 + {COVERAGE} * worth) / power({length}, 0.3::float8))::bigint"
