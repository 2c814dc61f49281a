"""What listed.py writes, for the sales that are written down already.

Of its own: PostgreSQL makes no index of a table whose foreign keys wait to be checked.
"""

from django.db import migrations

FILL = """
WITH sale AS (
    SELECT listing_id, starts_at, ends_at, comparable,
           lag(ends_at, 1, '0001-01-01Z') OVER span AS before,
           lead(starts_at) OVER span IS NULL AS is_last
    FROM public.discovery_sale
    WHERE product = listing_id
    WINDOW span AS (PARTITION BY listing_id ORDER BY starts_at)
)
INSERT INTO public.discovery_listedprice
    (listing_id, starts_at, ends_at, retailer_id, category_id, comparable)
SELECT span.listing_id, span.starts_at, span.ends_at, listing.retailer_id, listing.category_id,
       CASE WHEN span.is_reduced THEN span.comparable ELSE listing.comparable END
FROM (
    SELECT listing_id, starts_at, ends_at, comparable, true AS is_reduced FROM sale
    UNION ALL
    SELECT listing_id, before, starts_at, NULL, false FROM sale WHERE before < starts_at
    UNION ALL
    SELECT listing_id, ends_at, '9999-12-31Z', NULL, false
    FROM sale WHERE is_last AND ends_at < '9999-12-31Z'
) AS span
JOIN public.discovery_listing AS listing ON listing.uuid = span.listing_id
ON CONFLICT DO NOTHING;
UPDATE public.discovery_listing AS listing SET has_sales = true
WHERE NOT has_sales AND EXISTS (
    SELECT FROM public.discovery_listedprice AS listed WHERE listed.listing_id = listing.uuid
);
"""


class Migration(migrations.Migration):
    dependencies = [("discovery", "0006_listed_prices")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
