"""The SQL of what everybody writes into a cart: rows that belong together in one statement.

`ADD_LINES` and `BEGIN_BASKET` run in the shop's schema, `BEGIN_CART` writes tables that exist once.
"""

from tenants.postgresql.statements import Prepared

# What is put in costs what the shop says at this moment; a product that it has no more gives no
# row. Answers the lines' ids beside the products', in any order.
_LINES = """
line AS (
    INSERT INTO basket_line (
        basket_id, line_reference, product_id, stockrecord_id, quantity,
        price_currency, price_incl_tax, price_excl_tax, date_created, date_updated
    )
    SELECT {basket}, concat_ws('_', record.product_id, record.id), record.product_id, record.id,
           item.quantity, record.price_currency, record.price, record.price, %(at)s, %(at)s
    FROM unnest(%(products)s::uuid[], %(quantities)s::integer[]) WITH ORDINALITY
         AS item (product, quantity, place)
    JOIN catalogue_product AS product ON product.uuid = item.product
    JOIN partner_stockrecord AS record ON record.product_id = product.id
    ORDER BY item.place
    RETURNING id, basket_id, product_id
)
SELECT line.basket_id, line.id, product.uuid
FROM line JOIN catalogue_product AS product ON product.id = line.product_id
"""
ADD_LINES = f"WITH {_LINES.format(basket='%(basket)s')}"
BEGIN_BASKET = f"""
WITH basket AS (
    INSERT INTO basket_basket (owner_id, status, date_created)
    VALUES (%(owner)s, %(status)s, %(at)s)
    RETURNING id
),
{_LINES.format(basket="(SELECT id FROM basket)")}
"""  # noqa: S608 - of this module's constants

# A guest's cart with its first basket and line. Answers one row: their ids. What the columns'
# own defaults give is not written.
BEGIN_CART = Prepared(
    "begin_cart",
    """
    WITH cart AS (
        INSERT INTO public.cart_cart (uuid, created_at, changed_at)
        VALUES (%(cart)s, %(at)s, %(at)s)
        RETURNING id
    ),
    basket AS (
        INSERT INTO public.cart_cartbasket (
            cart_id, retailer_id, basket_id, fulfilment, created_at
        )
        SELECT id, %(retailer)s::bigint, %(basket)s::bigint, %(fulfilment)s::varchar,
               %(at)s::timestamptz
        FROM cart
        RETURNING id, cart_id
    )
    INSERT INTO public.cart_cartline (
        uuid, basket_id, line_id, product, title, quantity, unit_price, currency, added_at
    )
    SELECT %(item)s::uuid, id, %(line)s::bigint, %(product)s::uuid, %(title)s::varchar,
           %(quantity)s::integer, %(price)s::numeric, %(currency)s::varchar, %(at)s::timestamptz
    FROM basket
    RETURNING (SELECT cart_id FROM basket), basket_id, id
    """,
)
