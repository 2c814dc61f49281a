"""What the search box offers while someone types: one statement."""

from typing import Any, NamedTuple

from django.utils import timezone

from marketplace.discovery import sums
from marketplace.discovery.cards import CARD_COLUMNS, ListingCard, RetailerCard
from marketplace.discovery.filters import PRICED, SOURCE, TRADES, VISIBLE
from marketplace.discovery.words import list_synonyms
from tenants.postgresql.statements import Prepared

PRODUCTS = 6
OTHERS = 3
LONGEST = 100  # characters that are read
COMPLETIONS = 8  # of the last word, the most frequent
NEAR = 3  # known words a letter away from one that nobody uses, the most frequent
# Of so many with the words the newest are ranked. Where more have them, those whose titles begin as
# typed are, and those among the newest of the market: an index tells both.
COLLECTED = 1500
RANKED = 200
BEGINNING = 50
WALKED = 4000


class Suggestion(NamedTuple):
    """`kind` is product, category, retailer or brand; `value` a product's UUID, a slug or key.

    A product has its `card`; a product or shop its `retailer`, and an `image` where there is one
    ({"path", "alt"}, below the shop's media); a category the name of the one `above` it.
    """

    kind: str
    label: str
    value: str
    card: ListingCard | None = None
    retailer: RetailerCard | None = None
    image: dict[str, str] | None = None
    above: str = ""


# The words before the last are meant as they stand; the last may be unfinished. For a word that
# nobody uses count its synonyms, or else the words a letter away.
QUESTION = f"""
asked AS MATERIALIZED (
    SELECT public.galleria_key(%(text)s) AS key, ' ' || public.galleria_fold(%(text)s) AS folded
),
token AS MATERIALIZED (
    SELECT row_number() OVER () AS place, count(*) OVER () AS places,
           public.galleria_fold(token) AS word
    FROM ts_parse('default', public.galleria_words(%(text)s))
    WHERE tokid IN (1, 2, 3, 7, 22)
    LIMIT 12
),
typed AS MATERIALIZED (
    SELECT place, place = places AS is_last, word, stem,
           stem <> '' AND EXISTS (
               SELECT FROM public.discovery_term AS term WHERE term.stem = own.stem
           ) AS is_used
    FROM (SELECT *, public.galleria_stem(word) AS stem FROM token OFFSET 0) AS own
),
meant AS MATERIALIZED (
    SELECT place, stem FROM typed WHERE is_used
    UNION
    SELECT * FROM (
        SELECT typed.place, term.stem FROM public.discovery_term AS term, typed
        WHERE typed.is_last AND (typed.stem <> '' OR typed.place = 1)
          AND term.word >= typed.word AND term.word < typed.word || chr(1114111)
          AND term.stem <> ''
        ORDER BY term.frequency DESC, term.word LIMIT {COMPLETIONS}
    ) AS completion
    UNION
    SELECT typed.place, term.stem
    FROM typed
    JOIN unnest(%(names)s::text[], %(synonyms)s::text[]) AS name (word, synonym) USING (word)
    JOIN public.discovery_term AS term ON term.stem = public.galleria_stem(name.synonym)
    WHERE NOT typed.is_used AND term.stem <> ''
),
near AS MATERIALIZED (
    SELECT typed.place, neighbour.stem
    FROM typed, LATERAL (
        SELECT term.stem FROM public.discovery_term AS term
        WHERE term.deletions && public.galleria_deletions(typed.word)
          AND term.word !~ '[0-9]' AND term.stem <> ''
        ORDER BY term.frequency DESC, term.word LIMIT {NEAR}
    ) AS neighbour
    WHERE length(typed.word) > 3 AND typed.stem <> '' AND typed.word !~ '[0-9]'
      AND typed.place NOT IN (SELECT place FROM meant)
),
question AS MATERIALIZED (
    SELECT string_agg('(' || stems || ')', ' & ')::tsquery AS query
    FROM (
        SELECT string_agg(quote_literal(stem), ' | ') AS stems
        FROM (
            TABLE meant UNION TABLE near
            UNION SELECT place, stem FROM typed WHERE stem <> ''
        ) AS word
        GROUP BY place
    ) AS part
)
"""
# `few` is one more than COLLECTED where more have the words.
CANDIDATES = f"""
few AS MATERIALIZED (
    SELECT listing.uuid, listing.created_at FROM question, {SOURCE}
    WHERE {{where}} AND listing.search @@ question.query
    LIMIT {COLLECTED} + 1
),
many AS MATERIALIZED (SELECT count(*) > {COLLECTED} AS are_many FROM few),
candidate AS MATERIALIZED (
    (SELECT uuid FROM few WHERE NOT (SELECT are_many FROM many)
     ORDER BY created_at DESC, uuid DESC LIMIT {RANKED})
    UNION
    (SELECT uuid FROM (
        SELECT listing.uuid, listing.created_at, listing.search FROM {SOURCE}
        WHERE {{where}} AND (SELECT are_many FROM many)
        ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT {WALKED}
     ) AS newest
     WHERE newest.search @@ (SELECT query FROM question)
     ORDER BY created_at DESC, uuid DESC LIMIT {RANKED})
    UNION
    (SELECT listing.uuid FROM {SOURCE}
     WHERE {{where}} AND (SELECT are_many FROM many)
       AND lower(listing.title) >= lower(%(text)s)
       AND lower(listing.title) < lower(%(text)s) || chr(1114111)
     ORDER BY lower(listing.title), listing.uuid LIMIT {BEGINNING})
),
product AS MATERIALIZED (
    SELECT listing.uuid, listing.title,
           ts_rank('{{{{0.05, 0.2, 0.8, 1}}}}', listing.search, (SELECT query FROM question))
           * (1 + starts_with(lower(listing.title), lower(%(text)s))::int)
           / (20 + length(listing.title)) AS rank
    FROM public.discovery_listing AS listing
    WHERE listing.uuid = ANY(ARRAY(SELECT uuid FROM candidate))
    ORDER BY rank DESC, listing.title, listing.uuid LIMIT {PRODUCTS}
)
"""
# Brands that begin as typed, by counts that are kept.
_BEGINS = """{key} >= (SELECT key FROM asked) AND {key} < (SELECT key || chr(1114111) FROM asked)
    AND (SELECT key <> '' FROM asked)"""
_COUNTS = f"SELECT brand_key AS key, listings FROM ({{rows}}) AS row WHERE {_BEGINS}"
OF_MARKET = f"""
    SELECT value AS key, listings FROM {sums.SUMS}
    WHERE place = {sums.ANYWHERE} AND facet = 'brand' AND {_BEGINS.format(key="value")}
    UNION ALL {_COUNTS.format(rows=sums.PENDING, key="brand_key")}
"""
OF_SHOP = _COUNTS.format(rows=sums.ROWS_OF_SHOP, key="brand_key")
BRANDS = f"""
brand AS MATERIALIZED (
    SELECT key, sum(listings) AS listings FROM ({{brands}}) AS counted
    GROUP BY key HAVING sum(listings) > 0
    ORDER BY listings DESC, key LIMIT {OTHERS}
)
"""
# By the first letters of one of their words; in writing without spaces anywhere.
PLACES = f"""
category AS (
    SELECT slug, name, path, above
    FROM (
        SELECT node.slug, node.name, node.path, above.name AS above,
               strpos(' ' || public.galleria_fold(node.name), (SELECT folded FROM asked)) AS place
        FROM public.discovery_marketcategory AS node
        LEFT JOIN public.discovery_marketcategory AS above ON above.id = node.parent_id
        OFFSET 0 -- so that names are folded once
    ) AS named
    WHERE place = 1 OR length(%(text)s) > 2 AND place > 0
),
shop AS (
    SELECT * FROM (
        SELECT retailer.slug, retailer.name, retailer.schema_name, retailer.logo,
               ' ' || CASE WHEN octet_length(retailer.name) = length(retailer.name)
                   THEN lower(retailer.name) -- the same of ASCII, and sooner
                   ELSE public.galleria_fold(retailer.name) END AS folded
        FROM public.tenants_retailer AS retailer WHERE {TRADES}
        OFFSET 0
    ) AS named
    WHERE strpos(folded, (SELECT folded FROM asked)) > 0
       OR (SELECT folded !~ '[a-z0-9]' FROM asked)
      AND strpos(folded, (SELECT substr(asked.folded, 2) FROM asked)) > 0
)
"""
# Of a shop the last five of a card's columns are told, of a category and a brand none.
_NO_LISTING = ", ".join(["NULL"] * (len(ListingCard._fields) - 5))
_NO_CARD = f"{_NO_LISTING}, NULL, NULL, NULL, NULL, NULL"
SHOWN = f"""
(SELECT 'product', listing.title, '', '', {CARD_COLUMNS}
 FROM {PRICED} JOIN product ON product.uuid = listing.uuid
 ORDER BY product.rank DESC, product.title, product.uuid)
"""
SHOWN_BRANDS = f"""
(SELECT 'brand', newest.brand, brand.key, '', {_NO_CARD}
 FROM brand, LATERAL (
    SELECT listing.brand FROM {SOURCE} WHERE {{where}} AND listing.brand_key = brand.key
    ORDER BY listing.created_at DESC, listing.uuid DESC LIMIT 1
 ) AS newest
 ORDER BY brand.listings DESC, brand.key)
"""
SHOWN_PLACES = f"""
(SELECT 'category', name, slug, coalesce(above, ''), {_NO_CARD}
 FROM category ORDER BY length(path), slug LIMIT {OTHERS})
UNION ALL
(SELECT 'retailer', name, slug, '', {_NO_LISTING}, logo, name, slug, name, schema_name
 FROM shop ORDER BY strpos(folded, (SELECT folded FROM asked)) <> 1, length(name), slug
 LIMIT {OTHERS})
"""


def _statement(name: str, where: str, brands: str, places: str, *others: str) -> Prepared:
    candidates = CANDIDATES.format(where=where)
    parts = [QUESTION, candidates, BRANDS.format(brands=brands), *([places] if places else [])]
    rows = [part.format(where=where) for part in others]
    return Prepared(name, f"WITH {','.join(parts)}{' UNION ALL '.join([SHOWN, *rows])}")


IN_SHOP = f"""{VISIBLE} AND listing.retailer_id = (
    SELECT id FROM public.tenants_retailer WHERE slug = %(of_shop)s
)"""
SUGGEST = _statement("suggestions", VISIBLE, OF_MARKET, PLACES, SHOWN_PLACES, SHOWN_BRANDS)
SUGGEST_IN_SHOP = _statement("suggestions_in_shop", IN_SHOP, OF_SHOP, "", SHOWN_BRANDS)


def read_words(text: str) -> str:
    """What is read of what was typed."""
    return " ".join(text.split())[:LONGEST]


def suggest(text: str, *, retailer: str = "") -> list[Suggestion]:
    """Products, categories, shops and brands that begin as typed; `retailer` (a slug) narrows them
    to products and brands of that shop."""
    text = read_words(text)
    if not text:
        return []
    names = list_synonyms(text)
    values: dict[str, Any] = {"text": text, "now": timezone.now()}
    values |= {"of_shop": retailer, "of_shop_id": None}
    statement = SUGGEST_IN_SHOP if retailer else SUGGEST
    return [_suggestion(row) for row in statement.fetch_all(values | names)]


def _suggestion(row: tuple[Any, ...]) -> Suggestion:
    kind, label, value, above, *columns = row
    if kind == "product":
        card = ListingCard._make(columns)
        return Suggestion(kind, label, str(card.uuid), card, card.retailer, card.image)
    if kind == "retailer":
        logo, alt, *shop = columns[-5:]
        image = {"path": logo, "alt": alt} if logo else None
        return Suggestion(kind, label, value, retailer=RetailerCard(*shop), image=image)
    return Suggestion(kind, label, value, above=above)
