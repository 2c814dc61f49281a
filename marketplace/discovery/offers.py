"""SQL of what a shop offers: the beginning of what is read there (projection.py, sales.py)."""

# A variant is offered while it is active itself; whether its parent is on sale is a matter of
# the listing. One can be had with a price and as much stock as the least quantity sold.
OFFERS = """
chosen AS MATERIALIZED (
    SELECT product.*
    FROM catalogue_product AS product
    WHERE product.uuid = ANY(%(uuids)s::uuid[]) AND product.structure <> 'child'
),
item AS (
    SELECT chosen.id AS owner_id, chosen.uuid AS listing_id, chosen.title AS owner_title,
           chosen.id, chosen.uuid, chosen.title, chosen.position, chosen.upc,
           chosen.variant_options, chosen.min_quantity, chosen.max_quantity
    FROM chosen WHERE chosen.structure <> 'parent'
    UNION ALL
    SELECT chosen.id, chosen.uuid, chosen.title,
           child.id, child.uuid, child.title, child.position, child.upc,
           child.variant_options, child.min_quantity, child.max_quantity
    FROM chosen
    JOIN catalogue_product AS child ON child.parent_id = chosen.id
    WHERE child.structure = 'child' AND child.is_public AND child.archived_at IS NULL
),
offer AS MATERIALIZED (
    SELECT item.*,
           coalesce(nullif(item.title, ''), item.owner_title) AS shown_title,
           coalesce(stock.partner_sku, '') AS sku,
           coalesce(stock.price_currency, '') AS currency,
           stock.price, stock.price_before AS was,
           stock.num_in_stock - stock.num_allocated AS quantity,
           stock.price IS NOT NULL AND coalesce(
               stock.num_in_stock - stock.num_allocated >= item.min_quantity, true
           ) AS is_available
    FROM item
    LEFT JOIN partner_stockrecord AS stock ON stock.product_id = item.id
),
summary AS (
    SELECT owner_id, listing_id AS uuid,
           (array_agg(currency ORDER BY is_available DESC, price, uuid))[1] AS currency,
           coalesce(min(price) FILTER (WHERE is_available), min(price)) AS price,
           coalesce(max(price) FILTER (WHERE is_available), max(price)) AS price_max,
           (array_agg(was ORDER BY is_available DESC, price, was NULLS FIRST))[1] AS was,
           coalesce(bool_or(was IS NOT NULL) FILTER (WHERE is_available),
                    bool_or(was IS NOT NULL)) AS is_reduced,
           bool_or(is_available) AS is_available,
           CASE WHEN bool_and(quantity IS NOT NULL) THEN sum(quantity) END AS quantity,
           string_agg(sku, ' ' ORDER BY uuid) AS skus,
           string_agg(upc, ' ' ORDER BY uuid) AS barcodes
    FROM offer
    GROUP BY owner_id, listing_id
)
"""

# Whether an offer may make a single one of these pieces cheaper, now or later. As
# tenants.shop.offer.piece_prices.lasting_offers; what asks for several pieces, or for more than the
# dearest costs, is no sale of theirs.
HAS_SALES = """EXISTS (
    SELECT FROM offer_conditionaloffer AS promise
    JOIN offer_condition AS condition ON condition.id = promise.condition_id
    WHERE promise.offer_type = 'Site' AND promise.status = 'Open'
      AND coalesce(promise.end_datetime >= now(), true)
      AND coalesce(promise.max_global_applications, 0)
          + coalesce(promise.max_user_applications, 0) + coalesce(promise.max_discount, 0) = 0
      AND CASE WHEN condition.type IN ('Count', 'Coverage') THEN condition.value <= 1
               WHEN condition.type = 'Value'
               THEN condition.value <= (SELECT max(price) FROM offer)
               ELSE true END
)"""
