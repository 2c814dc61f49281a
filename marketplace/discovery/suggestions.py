"""What the search box offers while someone types: one statement."""

from typing import Any, NamedTuple

from marketplace.discovery.addresses import product_path
from marketplace.discovery.filters import SOURCE, VISIBLE
from tenants.postgresql.statements import Prepared

PRODUCTS = 6
OTHERS = 3
RANKED = 300  # products with the words that are ranked
COMPLETIONS = 8  # of the last word, the most frequent


class Suggestion(NamedTuple):
    """`kind` is product, brand or category; `value` its path on the market, key or slug;
    `uuid` a product's."""

    kind: str
    label: str
    value: str
    uuid: str


# The words before the last are meant as they stand; the last may be unfinished.
SUGGEST = Prepared(
    "suggestions",
    f"""
WITH asked AS MATERIALIZED (
    SELECT public.galleria_key(%(text)s) AS key, ' ' || public.galleria_fold(%(text)s) AS folded
),
token AS MATERIALIZED (
    SELECT row_number() OVER () AS place, count(*) OVER () AS places,
           public.galleria_fold(token) AS word
    FROM ts_parse('default', public.galleria_words(%(text)s))
    WHERE tokid IN (1, 2, 3, 7, 22)
    LIMIT 12
),
typed AS (SELECT word FROM token WHERE place = places),
completion AS (
    SELECT DISTINCT stem FROM (
        SELECT term.stem FROM public.discovery_term AS term, typed
        WHERE term.word >= typed.word AND term.word < typed.word || chr(1114111)
          AND term.stem <> ''
        ORDER BY term.frequency DESC, term.word LIMIT {COMPLETIONS}
    ) AS frequent
),
question AS MATERIALIZED (
    SELECT nullif(concat_ws(' & ',
        (SELECT string_agg(quote_literal(public.galleria_stem(word)), ' & ')
         FROM token WHERE place < places AND public.galleria_stem(word) <> ''),
        '(' || coalesce(
            (SELECT string_agg(quote_literal(stem), ' | ') FROM completion),
            (SELECT quote_literal(nullif(public.galleria_stem(word), '')) FROM typed)
        ) || ')'
    ), '') AS query
),
product AS (
    SELECT listing.uuid, listing.title, listing.slug, listing.short_id,
           ts_rank('{{0.05, 0.2, 0.8, 1}}', listing.search, question.query::tsquery)
           / (20 + length(listing.title)) AS rank
    FROM question, {SOURCE}
    WHERE {VISIBLE} AND (%(retailer)s = '' OR retailer.slug = %(retailer)s)
      AND listing.search @@ question.query::tsquery
    LIMIT {RANKED}
),
brand AS (
    SELECT listing.brand_key, max(listing.brand) AS label, count(*) AS listings
    FROM {SOURCE}
    WHERE {VISIBLE} AND (%(retailer)s = '' OR retailer.slug = %(retailer)s)
      AND listing.brand_key >= (SELECT key FROM asked)
      AND listing.brand_key < (SELECT key || chr(1114111) FROM asked)
      AND (SELECT key <> '' FROM asked)
    GROUP BY listing.brand_key
),
category AS (
    SELECT slug, name, path
    FROM (
        SELECT node.slug, node.name, node.path,
               strpos(' ' || public.galleria_fold(node.name), (SELECT folded FROM asked)) AS place
        FROM public.discovery_marketcategory AS node
        WHERE %(retailer)s = ''
        OFFSET 0 -- so that names are folded once
    ) AS named
    WHERE place = 1 OR length(%(text)s) > 2 AND place > 0
)
(SELECT 'product', title, slug, short_id, uuid::text FROM product
 ORDER BY rank DESC, title, short_id LIMIT {PRODUCTS})
UNION ALL
(SELECT 'brand', label, brand_key, '', '' FROM brand
 ORDER BY listings DESC, brand_key LIMIT {OTHERS})
UNION ALL
(SELECT 'category', name, slug, '', '' FROM category ORDER BY length(path), slug LIMIT {OTHERS})
""",
)


def suggest(text: str, *, retailer: str = "") -> list[Suggestion]:
    """Products, brands and categories that begin as typed; `retailer` (a slug) narrows them."""
    text = " ".join(text.split())[:100]
    if not text:
        return []
    return [_suggestion(row) for row in SUGGEST.fetch_all({"text": text, "retailer": retailer})]


def _suggestion(row: tuple[Any, ...]) -> Suggestion:
    kind, label, key, short_id, uuid = row
    value = product_path(key, short_id) if kind == "product" else key
    return Suggestion(kind, label, value, uuid)
