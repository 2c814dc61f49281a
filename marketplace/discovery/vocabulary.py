"""The SQL of the words that misspelt queries are corrected to (models.Term)."""

LEARN_TERMS = """
INSERT INTO public.discovery_term AS term (word, frequency)
SELECT word, count(*)
FROM public.discovery_listing AS listing,
     public.galleria_vocabulary(
         concat_ws(' ', listing.title, listing.brand, listing.shop_categories::text)
     ) AS word
WHERE listing.uuid = ANY(%(uuids)s::uuid[])
GROUP BY word
ORDER BY word
ON CONFLICT (word) DO UPDATE SET frequency = term.frequency + excluded.frequency
"""
COUNT_TERMS = """
WITH counted AS (
    SELECT word, count(*) AS frequency
    FROM public.discovery_listing AS listing,
         public.galleria_vocabulary(
             concat_ws(' ', listing.title, listing.brand, listing.shop_categories::text)
         ) AS word
    WHERE listing.is_visible
    GROUP BY word
),
gone AS (
    DELETE FROM public.discovery_term WHERE word NOT IN (SELECT word FROM counted)
)
INSERT INTO public.discovery_term AS term (word, frequency)
SELECT word, frequency FROM counted ORDER BY word
ON CONFLICT (word) DO UPDATE SET frequency = excluded.frequency
    WHERE term.frequency <> excluded.frequency
"""
