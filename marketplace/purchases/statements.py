"""The SQL of a purchase: its rows in one statement."""

from tenants.postgresql.statements import Prepared

# `orders` is a JSON array, one of each shop. An order's picture is the first of the listing that
# its first line names. Answers (order, purchase, retailer, picture) of each, by the shops' names.
WRITE_PURCHASE = Prepared(
    "write_purchase",
    """
    WITH purchase AS (
        INSERT INTO public.purchases_purchase (
            uuid, user_id, email, language, currency, total, shipping_address, placed_at
        )
        VALUES (
            %(uuid)s, %(user)s, %(email)s, %(language)s, %(currency)s, %(total)s, %(address)s,
            %(at)s
        )
        RETURNING id
    ),
    placed AS (
        INSERT INTO public.purchases_retailerorder (
            uuid, purchase_id, retailer_id, number, status, fulfilment, currency, total,
            delivery_fee, discount, item_count, summary, image, changed_at
        )
        SELECT sent.uuid, purchase.id, sent.retailer, sent.number, sent.status, sent.fulfilment,
               sent.currency, sent.total, sent.delivery_fee, sent.discount, sent.item_count,
               sent.summary, coalesce(left(listing.images #>> '{0,path}', 500), ''), %(at)s
        FROM purchase, json_to_recordset(%(orders)s::json) AS sent (
            uuid uuid, retailer bigint, number text, status text, fulfilment text, currency text,
            total numeric, delivery_fee numeric, discount numeric, item_count integer,
            summary text, listing uuid
        )
        LEFT JOIN public.discovery_listing AS listing ON listing.uuid = sent.listing
        ORDER BY sent.retailer
        RETURNING id, purchase_id, retailer_id, image
    )
    SELECT placed.*
    FROM placed JOIN public.tenants_retailer AS retailer ON retailer.id = placed.retailer_id
    ORDER BY retailer.name, placed.id
    """,
)
