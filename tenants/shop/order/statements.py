"""The SQL of an order's placement: all its rows in one statement, so that the way to the database
is gone once and nothing is compiled for each of them."""

# `addresses` and `lines` are JSON arrays; no address where nothing is delivered. Lines get their
# numbers in their order. Gives the row of the order.
WRITE_ORDER = """
WITH address AS (
    INSERT INTO order_shippingaddress (
        title, first_name, last_name, line1, line2, line3, line4, state, postcode, country_id,
        phone_number, notes, search_text
    )
    SELECT '', sent.first_name, sent.last_name, sent.line1, sent.line2, '', sent.line4, sent.state,
           sent.postcode, sent.country_id, sent.phone_number, '',
           concat_ws(' ', nullif(sent.first_name, ''), nullif(sent.last_name, ''),
                     nullif(sent.line1, ''), nullif(sent.line2, ''), nullif(sent.line4, ''),
                     nullif(sent.state, ''), nullif(sent.postcode, ''),
                     nullif(country.printable_name, ''))
    FROM json_to_recordset(%(addresses)s::json) AS sent (
        first_name text, last_name text, line1 text, line2 text, line4 text, state text,
        postcode text, country_id text, phone_number text
    )
    LEFT JOIN address_country AS country ON country.iso_3166_1_a2 = sent.country_id
    RETURNING id
),
placed AS (
    INSERT INTO order_order (
        uuid, number, purchase, basket_id, user_id, guest_email, currency,
        total_incl_tax, total_excl_tax, shipping_incl_tax, shipping_excl_tax,
        shipping_method, shipping_code, shipping_address_id, status, fulfilment,
        payment_method, awaits_payment, tracking_number, analytics_tracked, date_placed
    )
    VALUES (
        %(uuid)s, %(number)s, %(purchase)s, %(basket)s, %(user)s, %(guest_email)s, %(currency)s,
        %(total)s, %(total)s, %(delivery)s, %(delivery)s,
        %(fulfilment)s, %(fulfilment)s, (SELECT id FROM address), %(status)s, %(fulfilment)s,
        %(payment_method)s, %(awaits_payment)s, '', false, %(at)s
    )
    RETURNING *
),
line AS (
    INSERT INTO order_line (
        order_id, partner_id, partner_name, partner_sku, partner_line_reference,
        partner_line_notes, stockrecord_id, product_id, title, upc, quantity,
        line_price_incl_tax, line_price_excl_tax,
        line_price_before_discounts_incl_tax, line_price_before_discounts_excl_tax,
        unit_price_incl_tax, unit_price_excl_tax, status, num_allocated, allocation_cancelled
    )
    SELECT placed.id, bought.partner_id, bought.partner_name, bought.partner_sku, '',
           '', bought.stockrecord_id, bought.product_id, bought.title, bought.upc, bought.quantity,
           bought.price, bought.price, bought.price_before, bought.price_before,
           bought.unit_price, bought.unit_price, placed.status, bought.num_allocated, false
    FROM placed, json_to_recordset(%(lines)s::json) AS bought (
        place integer, partner_id bigint, partner_name text, partner_sku text,
        stockrecord_id bigint, product_id bigint, title text, upc text, quantity integer,
        price numeric, price_before numeric, unit_price numeric, num_allocated integer
    )
    ORDER BY bought.place
    RETURNING *
),
price AS (
    INSERT INTO order_lineprice (
        order_id, line_id, quantity, price_incl_tax, price_excl_tax,
        shipping_incl_tax, shipping_excl_tax
    )
    SELECT order_id, id, quantity, unit_price_incl_tax, unit_price_excl_tax, 0, 0
    FROM line ORDER BY id
),
basket AS (
    UPDATE basket_basket SET status = %(submitted)s, date_submitted = %(at)s WHERE id = %(basket)s
),
change AS (
    INSERT INTO order_orderstatuschange (
        order_id, old_status, new_status, date_created, actor, actor_role, note
    )
    SELECT id, '', status, date_placed, %(actor)s::uuid, 'customer', %(note)s FROM placed
)
SELECT * FROM placed
"""
