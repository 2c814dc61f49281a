"""The SQL of the words that misspelt queries are corrected to (models.Term).

Each statement wants LOCK before it, in its transaction: one at a time changes the vocabulary.
"""

LOCK = "LOCK TABLE public.discovery_term IN SHARE ROW EXCLUSIVE MODE"


def _count_words(condition: str) -> str:
    return f"""
    SELECT word, count(*) AS frequency
    FROM public.discovery_listing AS listing,
         public.galleria_vocabulary(
             concat_ws(' ', listing.title, listing.brand, listing.shop_categories::text)
         ) AS word
    WHERE {condition}
    GROUP BY word
"""


# Answers how many rows of what waits were taken. Many listings at once: a word of a thousand of
# them is written once, and a new word's stem and neighbours are worked out once.
LEARN_TERMS = f"""
WITH taken AS (
    DELETE FROM public.discovery_rewording
    WHERE id IN (SELECT id FROM public.discovery_rewording ORDER BY id LIMIT %(most)s)
    RETURNING listing
),
counted AS MATERIALIZED ({_count_words("listing.uuid IN (SELECT listing FROM taken)")}),
known AS (
    UPDATE public.discovery_term AS term SET frequency = term.frequency + counted.frequency
    FROM counted WHERE counted.word = term.word
    RETURNING term.word
),
learnt AS (
    INSERT INTO public.discovery_term (word, frequency)
    SELECT word, frequency FROM counted
    WHERE NOT EXISTS (SELECT FROM known WHERE known.word = counted.word)
)
SELECT count(*) FROM taken
"""
# What waits is counted with all others.
COUNT_TERMS = f"""
WITH counted AS ({_count_words("listing.is_visible")}),
taken AS (DELETE FROM public.discovery_rewording),
gone AS (
    DELETE FROM public.discovery_term WHERE word NOT IN (SELECT word FROM counted)
)
INSERT INTO public.discovery_term AS term (word, frequency)
SELECT word, frequency FROM counted ORDER BY word
ON CONFLICT (word) DO UPDATE SET frequency = excluded.frequency
    WHERE term.frequency <> excluded.frequency
"""
