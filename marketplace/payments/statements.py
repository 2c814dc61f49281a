"""The SQL of a payment: its rows in one statement; and of what its buyer ordered before."""

from tenants.postgresql.statements import Prepared

# Answers (payment, allocation, allocation's uuid, order) of each order.
OPEN_PAYMENT = Prepared(
    "open_payment",
    """
    WITH payment AS (
        INSERT INTO public.payments_payment (
            uuid, purchase_id, method, status, amount_minor, currency, created_at, changed_at
        )
        VALUES (
            %(uuid)s, %(purchase)s, %(method)s, %(status)s, %(amount)s, %(currency)s, %(at)s, %(at)s
        )
        RETURNING id
    )
    INSERT INTO public.payments_allocation (payment_id, order_id, status, amount_minor)
    SELECT payment.id, part.order_id, part.status, part.amount
    FROM payment, unnest(%(orders)s::bigint[], %(statuses)s::text[], %(amounts)s::bigint[])
                  AS part (order_id, status, amount)
    ORDER BY part.order_id
    RETURNING payment_id, id, uuid, order_id
    """,
)

# Answers (shop, amount, pieces) of each of `shops`.
_ORDERED_SINCE = """
    SELECT placed.retailer_id, sum(placed.total), sum(placed.item_count)
    FROM public.purchases_purchase AS purchase
    JOIN public.purchases_retailerorder AS placed ON placed.purchase_id = purchase.id
    WHERE {buyer} AND purchase.placed_at > %(since)s
      AND placed.retailer_id = ANY(%(shops)s::bigint[])
    GROUP BY placed.retailer_id
"""
ORDERED_BY_ACCOUNT = Prepared(
    "ordered_by_account", _ORDERED_SINCE.format(buyer="purchase.user_id = %(user)s")
)
ORDERED_BY_MAILBOX = Prepared(
    "ordered_by_mailbox",
    _ORDERED_SINCE.format(buyer="purchase.user_id IS NULL AND lower(purchase.email) = %(email)s"),
)
