"""The SQL of the projection: reads rows of one shop, writes them into public.

Reading and writing are separate statements that hand JSON over, so that none joins a
retailer's schema with public (each may live on another node). The same texts serve the
writers and the comparison of `rebuild_listings --check`.
"""

from marketplace.discovery.offers import HAS_SALES, OFFERS

# --- what is read in the shop -----------------------------------------------------------------
# One row of two JSON texts, `summary` and `offer`, and whether there are offers to look at.
# For changes of price and stock alone.
READ_OFFERS = f"""
WITH {OFFERS}
SELECT (SELECT json_agg(row)::text FROM (
            SELECT uuid, currency, price, price_max, was, is_reduced, is_available, quantity
            FROM summary
        ) AS row),
       (SELECT json_agg(row)::text FROM (
            SELECT uuid, currency, price, was, is_available, quantity FROM offer
        ) AS row),
       {HAS_SALES}
"""

_PICTURES = """
    SELECT jsonb_agg(
        jsonb_build_object('path', image.original, 'alt', image.caption)
        ORDER BY image.display_order, image.id
    )
    FROM catalogue_productimage AS image
"""
# Of a product that has none itself, those of its variants.
_VARIANT_PICTURES = f"""
    {_PICTURES}
    JOIN catalogue_product AS child ON child.id = image.product_id
    WHERE child.parent_id = chosen.id AND child.is_public AND child.archived_at IS NULL
"""
_TYPED_ATTRIBUTES = """
    SELECT jsonb_object_agg(attribute.name, coalesce(
        nullif(value.value_text, ''), option.option, value.value_integer::text,
        value.value_float::text, value.value_boolean::text, value.value_date::text,
        value.value_datetime::text, value.value_richtext, ''
    ))
    FROM catalogue_productattributevalue AS value
    JOIN catalogue_productattribute AS attribute ON attribute.id = value.attribute_id
    LEFT JOIN catalogue_attributeoption AS option ON option.id = value.value_option_id
    WHERE value.product_id = chosen.id
"""

# As READ_OFFERS with every column; `categories` are the ids of the shop's categories.
READ_PRODUCTS = f"""
WITH {OFFERS},
choice AS (
    SELECT offer.owner_id, string_agg(DISTINCT option.value, ' ') AS options
    FROM offer, jsonb_each_text(offer.variant_options) AS option
    GROUP BY offer.owner_id
),
product AS (
    SELECT chosen.uuid,
           chosen.is_public AND chosen.archived_at IS NULL AS is_visible,
           chosen.slug, chosen.title, chosen.description, chosen.is_featured,
           regexp_replace(trim(chosen.brand), '\\s+', ' ', 'g') AS brand,
           chosen.structure = 'parent' AS has_variants,
           chosen.date_created AS created_at,
           round(chosen.rating::numeric, 2) AS rating, chosen.rating_count,
           coalesce(summary.currency, '') AS currency, summary.price, summary.price_max,
           summary.was, coalesce(summary.is_reduced, false) AS is_reduced,
           coalesce(summary.is_available, false) AS is_available,
           CASE WHEN summary.uuid IS NULL THEN 0 ELSE summary.quantity END AS quantity,
           coalesce((
               SELECT array_agg(link.category_id ORDER BY link.category_id)
               FROM catalogue_productcategory AS link WHERE link.product_id = chosen.id
           ), '{{}}') AS categories,
           coalesce(
               ({_PICTURES} WHERE image.product_id = chosen.id),
               ({_VARIANT_PICTURES}),
               '[]'
           ) AS images,
           coalesce(({_TYPED_ATTRIBUTES}), '{{}}') || chosen.specifications AS attributes,
           concat_ws(' ', chosen.upc, summary.skus, summary.barcodes) AS codes,
           choice.options
    FROM chosen
    LEFT JOIN summary ON summary.owner_id = chosen.id
    LEFT JOIN choice ON choice.owner_id = chosen.id
)
SELECT (SELECT json_agg(product)::text FROM product),
       (SELECT json_agg(row)::text FROM (
            SELECT uuid, listing_id, position, shown_title AS title, variant_options AS options,
                   sku, currency, price, was, is_available, quantity, min_quantity, max_quantity,
                   ({_PICTURES} WHERE image.product_id = offer.id) -> 0 AS image
            FROM offer
        ) AS row),
       {HAS_SALES}
"""

# --- what is written in public ----------------------------------------------------------------
LISTING_COLUMNS = (
    "uuid retailer_id is_visible short_id slug title description brand brand_key category_id "
    "shop_categories attributes images currency price price_max comparable comparable_max "
    "was is_reduced is_available quantity "
    "has_variants is_featured rating rating_count created_at search"
).split()
VARIANT_COLUMNS = (
    "uuid listing_id position title options sku currency price was is_available quantity "
    "min_quantity max_quantity image"
).split()
UNCOMPARED = {"uuid", "created_at"}
# Whatever of these changes of a visible listing changes its counts.
COUNTED_BY = "retailer_id category_id brand_key currency is_available".split()


def _names(columns: list[str], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{name}" for name in columns)


def _differs(columns: list[str], old: str, new: str) -> str:
    compared = [name for name in columns if name not in UNCOMPARED]
    return f"({_names(compared, old)}) IS DISTINCT FROM ({_names(compared, new)})"


def _assignments(columns: list[str]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in columns if name not in UNCOMPARED)


# Both prices in euro. `row` has the currency, `rate` that currency's rate.
_COMPARABLE = """round(row.price / rate.per_euro, 9) AS comparable,
           round(row.price_max / rate.per_euro, 9) AS comparable_max"""


def _counted_by(row: str, listings: int) -> str:
    return f"{_names(COUNTED_BY, row)}, {listings}"


_LOSSES = f"SELECT {_counted_by('gone.', -1)} FROM gone WHERE is_visible"
# Of one that somebody else listed meanwhile, whoever did has counted it.
_MOVES = f"""
    SELECT {_counted_by("written.", 1)} FROM written JOIN changed USING (uuid)
    WHERE written.is_visible AND (written.is_new OR changed.was_listed)
    UNION ALL SELECT {_counted_by("former.", -1)} FROM former WHERE is_visible
    UNION ALL {_LOSSES}
"""


def _append_counts(changes: str) -> str:
    """`changes`: COUNTED_BY, so many more or fewer; sums of nothing are not written."""
    columns = _names(COUNTED_BY)
    return f"""
    INSERT INTO public.discovery_categorycount ({columns}, listings)
    SELECT {columns}, sum(listings) FROM ({changes}) AS change ({columns}, listings)
    GROUP BY {columns} HAVING sum(listings) <> 0
"""


# Of several categories the one mapped to a real node leads; confirmed before suggested.
_WANTED_LISTINGS = f"""
WITH incoming AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(listings)s::json) AS product (
        uuid uuid, is_visible boolean, slug text, title text, description text, brand text,
        is_featured boolean, has_variants boolean, created_at timestamptz, rating numeric(3,2),
        rating_count integer,
        currency text, price numeric(15,3), price_max numeric(15,3), was numeric(15,3),
        is_reduced boolean, is_available boolean, quantity integer, categories bigint[],
        images jsonb, attributes jsonb,
        codes text, options text
    )
),
fallback AS (SELECT id FROM public.discovery_marketcategory WHERE slug = 'other'),
fresh AS MATERIALIZED (
    SELECT incoming.*,
           %(retailer)s::bigint AS retailer_id,
           public.galleria_short_id(incoming.uuid) AS short_id,
           left(public.galleria_key(incoming.brand), 120) AS brand_key,
           coalesce(place.category_id, fallback.id) AS category_id,
           coalesce(place.paths, '[]') AS shop_categories,
           {_COMPARABLE.replace("row.", "incoming.")},
           public.galleria_vector(
               incoming.title,
               concat_ws(' ', incoming.brand, incoming.options, CASE
                   WHEN incoming.title || incoming.brand ~ U&'[-/_.+\\0027\\2019]'
                   THEN public.galleria_joined(incoming.title || ' ' || incoming.brand) END),
               concat_ws(' ', place.words, incoming.codes, left((
                   SELECT string_agg(fact.value, ' ')
                   FROM jsonb_each_text(incoming.attributes) AS fact
               ), 400)),
               left(incoming.description, 600)
           ) AS search
    FROM incoming
    CROSS JOIN fallback
    LEFT JOIN public.discovery_exchangerate AS rate ON rate.currency = incoming.currency
    LEFT JOIN LATERAL (
        SELECT (array_agg(mapping.category_id ORDER BY
                   mapping.category_id = fallback.id, NOT mapping.is_confirmed,
                   length(mapping.shop_path) DESC, mapping.shop_category))[1] AS category_id,
               jsonb_agg(mapping.shop_path ORDER BY mapping.shop_path) AS paths,
               string_agg(mapping.shop_path, ' ' ORDER BY mapping.shop_path) AS words
        FROM public.discovery_categorymapping AS mapping
        WHERE mapping.retailer_id = %(retailer)s
          AND mapping.shop_category = ANY(incoming.categories)
    ) AS place ON true
)
"""
_WANTED_VARIANTS = """
WITH fresh AS MATERIALIZED (
    SELECT * FROM json_to_recordset(%(variants)s::json) AS offer (
        uuid uuid, listing_id uuid, position integer, title text, options jsonb, sku text,
        currency text, price numeric(15,3), was numeric(15,3), is_available boolean,
        quantity integer, min_quantity integer, max_quantity integer, image jsonb
    )
)
"""

# Answers one row: how many listings were written, and which categories of the shop are not mapped
# yet (bigint[]). Those with new words wait for services.learn_terms.
WRITE_LISTINGS = f"""
{_WANTED_LISTINGS},
changed AS MATERIALIZED (
    SELECT fresh.*, listing.search IS DISTINCT FROM fresh.search AS is_reworded,
           listing.uuid IS NOT NULL AS was_listed
    FROM fresh
    LEFT JOIN public.discovery_listing AS listing ON listing.uuid = fresh.uuid
    WHERE listing.uuid IS NULL OR {_differs(LISTING_COLUMNS, "listing.", "fresh.")}
       OR (listing.has_sales AND NOT %(has_sales)s)
),
former AS (
    SELECT {_names(COUNTED_BY, "listing.")}, listing.is_visible
    FROM changed JOIN public.discovery_listing AS listing USING (uuid)
),
without AS (
    DELETE FROM public.discovery_sale
    WHERE listing_id = ANY(%(uuids)s::uuid[])
      AND (NOT %(has_sales)s OR listing_id NOT IN (SELECT uuid FROM incoming))
),
unlisted AS (
    DELETE FROM public.discovery_listedprice
    WHERE listing_id = ANY(%(uuids)s::uuid[])
      AND (NOT %(has_sales)s OR listing_id NOT IN (SELECT uuid FROM incoming))
),
gone AS (
    DELETE FROM public.discovery_listing
    WHERE retailer_id = %(retailer)s AND uuid = ANY(%(uuids)s::uuid[])
      AND uuid NOT IN (SELECT uuid FROM incoming)
    RETURNING {_names(COUNTED_BY)}, is_visible
),
written AS (
    INSERT INTO public.discovery_listing AS stored ({_names(LISTING_COLUMNS)})
    SELECT {_names(LISTING_COLUMNS)} FROM changed ORDER BY uuid
    ON CONFLICT (uuid) DO UPDATE
    SET {_assignments(LISTING_COLUMNS)}, has_sales = stored.has_sales AND %(has_sales)s
    RETURNING stored.uuid, {_names(COUNTED_BY, "stored.")}, stored.is_visible,
              stored.xmax = 0 AS is_new
),
counted AS ({_append_counts(_MOVES)}),
reworded AS (
    INSERT INTO public.discovery_rewording (listing) SELECT uuid FROM changed WHERE is_reworded
)
SELECT (SELECT count(*) FROM changed),
       (SELECT array_agg(DISTINCT category)
        FROM incoming, unnest(incoming.categories) AS category
        WHERE NOT EXISTS (
            SELECT FROM public.discovery_categorymapping AS mapping
            WHERE mapping.retailer_id = %(retailer)s AND mapping.shop_category = category
        ))
"""
WRITE_VARIANTS = f"""
{_WANTED_VARIANTS},
gone AS (
    DELETE FROM public.discovery_listingvariant
    WHERE listing_id = ANY(%(uuids)s::uuid[]) AND uuid NOT IN (SELECT uuid FROM fresh)
)
INSERT INTO public.discovery_listingvariant ({_names(VARIANT_COLUMNS)})
SELECT {_names(VARIANT_COLUMNS, "fresh.")}
FROM fresh
LEFT JOIN public.discovery_listingvariant AS variant ON variant.uuid = fresh.uuid
WHERE variant.uuid IS NULL OR {_differs(VARIANT_COLUMNS, "variant.", "fresh.")}
ORDER BY fresh.uuid
ON CONFLICT (uuid) DO UPDATE SET {_assignments(VARIANT_COLUMNS)}
"""
_OFFER_COLUMNS = ["currency", "price", "was", "is_available", "quantity"]
_SUMMARY_COLUMNS = [*_OFFER_COLUMNS, "is_reduced", "price_max", "comparable", "comparable_max"]
_OFFER_MOVES = f"""
    SELECT {_counted_by("recounted.", -1)} FROM recounted UNION ALL
    SELECT retailer_id, category_id, brand_key, new_currency, is_now_available, 1 FROM recounted
"""
_UNREDUCED = "NOT %(has_sales)s AND listing.uuid IN (SELECT listing_id FROM repriced)"
# Answers one row: the listings of which a price changed, or whether something can be bought
# (uuid[]): what a sale makes of them has to be worked out again.
WRITE_OFFERS = f"""
WITH offer AS (
    SELECT * FROM json_to_recordset(%(variants)s::json) AS offer (
        uuid uuid, currency text, price numeric(15,3), was numeric(15,3), is_available boolean,
        quantity integer
    )
),
summary AS (
    SELECT row.*, {_COMPARABLE}
    FROM json_to_recordset(%(listings)s::json) AS row (
        uuid uuid, currency text, price numeric(15,3), price_max numeric(15,3),
        was numeric(15,3), is_reduced boolean, is_available boolean, quantity integer
    )
    LEFT JOIN public.discovery_exchangerate AS rate ON rate.currency = row.currency
),
repriced AS MATERIALIZED (
    SELECT DISTINCT variant.listing_id
    FROM public.discovery_listingvariant AS variant JOIN offer ON offer.uuid = variant.uuid
    WHERE (variant.currency, variant.price, variant.is_available)
          IS DISTINCT FROM (offer.currency, offer.price, offer.is_available)
),
recounted AS MATERIALIZED (
    SELECT {_names(COUNTED_BY, "listing.")}, summary.currency AS new_currency,
           summary.is_available AS is_now_available
    FROM public.discovery_listing AS listing JOIN summary USING (uuid)
    WHERE listing.is_visible AND (listing.currency, listing.is_available)
          IS DISTINCT FROM (summary.currency, summary.is_available)
),
counted AS ({_append_counts(_OFFER_MOVES)}),
offered AS (
    UPDATE public.discovery_listingvariant AS variant
    SET ({_names(_OFFER_COLUMNS)}) = ROW({_names(_OFFER_COLUMNS, "offer.")})
    FROM offer
    WHERE variant.uuid = offer.uuid AND {_differs(_OFFER_COLUMNS, "variant.", "offer.")}
),
unreduced AS (
    DELETE FROM public.discovery_sale
    WHERE listing_id IN (SELECT listing_id FROM repriced) AND NOT %(has_sales)s
),
unlisted AS (
    DELETE FROM public.discovery_listedprice
    WHERE listing_id IN (SELECT listing_id FROM repriced) AND NOT %(has_sales)s
),
summed AS (
    UPDATE public.discovery_listing AS listing
    SET ({_names(_SUMMARY_COLUMNS)}) = ROW({_names(_SUMMARY_COLUMNS, "summary.")}),
        has_sales = listing.has_sales AND NOT ({_UNREDUCED})
    FROM summary
    WHERE listing.uuid = summary.uuid AND (
        {_differs(_SUMMARY_COLUMNS, "listing.", "summary.")}
        OR (listing.has_sales AND {_UNREDUCED})
    )
)
SELECT array_agg(listing_id) FROM repriced
"""

# --- what `--check` compares ------------------------------------------------------------------
# Each row: uuid, what is wrong (missing, stale, differs), and the columns that differ.


def _compare(fresh: str, table: str, columns: list[str], scope: str) -> str:
    compared = [name for name in columns if name not in UNCOMPARED]
    differing = ", ".join(
        f"CASE WHEN stored.{name} IS DISTINCT FROM fresh.{name} THEN '{name}' END"
        for name in compared
    )
    return f"""
{fresh},
stored AS (SELECT * FROM public.{table} WHERE {scope})
SELECT coalesce(stored.uuid, fresh.uuid),
       CASE WHEN stored.uuid IS NULL THEN 'missing'
            WHEN fresh.uuid IS NULL THEN 'stale' ELSE 'differs' END,
       CASE WHEN stored.uuid IS NULL OR fresh.uuid IS NULL THEN ''
            ELSE concat_ws(' ', {differing}) END
FROM stored FULL JOIN fresh ON fresh.uuid = stored.uuid
WHERE stored.uuid IS NULL OR fresh.uuid IS NULL
   OR {_differs(columns, "stored.", "fresh.")}
ORDER BY 1
"""


COMPARE_LISTINGS = _compare(
    _WANTED_LISTINGS, "discovery_listing", LISTING_COLUMNS, "uuid = ANY(%(uuids)s::uuid[])"
)
COMPARE_VARIANTS = _compare(
    _WANTED_VARIANTS,
    "discovery_listingvariant",
    VARIANT_COLUMNS,
    "listing_id = ANY(%(uuids)s::uuid[])",
)

# --- a shop that is no more -------------------------------------------------------------------
DROP_LISTINGS = f"""
WITH sales AS (
    DELETE FROM public.discovery_sale AS sale
    USING public.discovery_listing AS listing
    WHERE listing.uuid = sale.listing_id AND listing.retailer_id = %(retailer)s
),
listed AS (DELETE FROM public.discovery_listedprice WHERE retailer_id = %(retailer)s),
offers AS (
    DELETE FROM public.discovery_listingvariant AS variant
    USING public.discovery_listing AS listing
    WHERE listing.uuid = variant.listing_id AND listing.retailer_id = %(retailer)s
),
places AS (DELETE FROM public.discovery_categorymapping WHERE retailer_id = %(retailer)s),
gone AS (
    DELETE FROM public.discovery_listing WHERE retailer_id = %(retailer)s
    RETURNING {_names(COUNTED_BY)}, is_visible
)
{_append_counts(_LOSSES)}
"""
