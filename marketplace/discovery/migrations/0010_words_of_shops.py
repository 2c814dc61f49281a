"""Model numbers, sizes and units are words; what is listed is written again (decision 0047)."""

import django.db.models.deletion
from django.db import migrations, models

WORDS = r"""
-- Made anew, behind what they call: the baseline writes functions down in that order.
DROP FUNCTION public.galleria_vocabulary, public.galleria_joined, public.galleria_vector;

-- "5.5 mm", "27-inch", "27in", "1,000 g": a number and a unit that shops sell by. "in" and "a" are
-- words of their own unless they are written to the number.
CREATE FUNCTION public.galleria_measure() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN U&'(?<![a-wyz0-9.,])[0-9]+(?:[.,][0-9]+)*(?:[\0020\00A0-]?'
        '(?:mm|cm|dm|m|km|inch|inches|"|\2033|\201D|zoll|ft|feet|foot|yards?'
        '|mg|g|gr|grams?|gramm|kg|kgs|kilos?|lbs?|pounds?|oz|ounces?'
        '|ml|cl|dl|l|ltr|lit(?:er|re)s?|gal|gallons?|k?w|watts?|k?v|volts?|m?ah|wh'
        '|[kmg]?hz|[kmgt]b|mp|dpi|rpm)|-?(?:in|a))(?![[:alnum:]])';

-- "10 x 20 cm", "10x20".
CREATE FUNCTION public.galleria_sides() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN U&'(?<![[:alnum:].,])[0-9]+(?:[.,][0-9]+)?(?:\0020?(?:mm|cm|m|inch|in|"|\2033|ft))?'
        '(?:\0020?[x\00D7*]\0020?[0-9]+(?:[.,][0-9]+)?'
        '(?:\0020?(?:mm|cm|m|inch|in|"|\2033|ft))?)+(?![[:alnum:]])';

-- "AB-12/3": letters and digits with signs between them.
CREATE FUNCTION public.galleria_code() RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN U&'[[:alnum:]]+(?:[-/_.+\0027\2019][[:alnum:]]+)+';

-- "5.5mm" is none: it is not 55 mm.
CREATE FUNCTION public.galleria_is_code(value text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN value ~ '[0-9]' AND value ~ '[[:alpha:]]' AND value !~ '[0-9][.][0-9]'
       AND value ~ ('^' || public.galleria_code() || '$');

CREATE FUNCTION public.galleria_bare(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(value, U&'-/_.+\0027\2019', '');

-- One spelling, that no text has by chance: "5.50" and "5,5" are "5p5", "1,000" is "1000p".
CREATE FUNCTION public.galleria_number(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE
        WHEN value ~ '^[1-9][0-9]{0,2}([.,][0-9]{3})+$' THEN translate(value, '.,', '') || 'p'
        WHEN value ~ '[.,]' THEN rtrim(translate(value, '.,', 'pp'), '0')
        ELSE value || 'p'
    END;

CREATE FUNCTION public.galleria_unit(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN coalesce(U&'{
        "inch": "in", "inches": "in", "\005C"": "in", "\2033": "in", "\201D": "in", "zoll": "in",
        "feet": "ft", "foot": "ft", "yard": "yd", "yards": "yd",
        "gr": "g", "gram": "g", "grams": "g", "gramm": "g", "kgs": "kg", "kilo": "kg",
        "kilos": "kg", "lbs": "lb", "pound": "lb", "pounds": "lb", "ounce": "oz", "ounces": "oz",
        "ltr": "l", "liter": "l", "liters": "l", "litre": "l", "litres": "l",
        "gallon": "gal", "gallons": "gal", "watt": "w", "watts": "w", "volt": "v", "volts": "v"
    }'::jsonb ->> value, value);

-- The measures of a text, each as one word: "Cable 5.5 mm, 2x" is "5p5mm".
CREATE FUNCTION public.galleria_measures(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN value ~ '[0-9]' THEN (
        SELECT string_agg(word, ' ') FROM (
            SELECT public.galleria_number(substring(measure[1], '^[0-9.,]*[0-9]'))
                || public.galleria_unit(
                    substring(measure[1], U&'^[0-9.,]*[0-9][-\0020\00A0]?(.*)$')
                ) AS word
            FROM regexp_matches(
                lower(value), '(' || public.galleria_measure() || ')', 'g'
            ) AS measure
            UNION ALL
            SELECT (
                SELECT string_agg(public.galleria_number(number[1]), 'x')
                FROM regexp_matches(sides[1], '[0-9]+(?:[.,][0-9]+)?', 'g') AS number
            )
            FROM regexp_matches(lower(value), '(' || public.galleria_sides() || ')', 'g') AS sides
        ) AS measured
    ) END;

-- "T-Shirt men's" is also found as "tshirt mens", and "AB-12/3" as "ab12", "ab123".
CREATE FUNCTION public.galleria_joined(value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (
        SELECT string_agg(DISTINCT word, ' ') FROM (
            SELECT translate(hyphened[1], U&'-\0027\2019', '') AS word
            FROM regexp_matches(
                value, U&'[[:alnum:]]+(?:[-\0027\2019][[:alnum:]]+)+', 'g'
            ) AS hyphened
            UNION ALL
            SELECT public.galleria_bare(code[1])
            FROM regexp_matches(value, '(' || public.galleria_code() || ')', 'g') AS code
            WHERE public.galleria_is_code(code[1])
        ) AS joined
    );

-- What a query is cut into before its words: a measure or else whatever stands between spaces,
-- each with what it is as one word, if that is another ("" where it is not).
CREATE FUNCTION public.galleria_chunks(value text)
    RETURNS TABLE (number bigint, chunk text, measure text, code text)
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 6
    BEGIN ATOMIC
        SELECT part.number, part.chunk[1],
            CASE WHEN part.chunk[1] ~ ('^(' || public.galleria_sides() || ')$')
                 THEN split_part(public.galleria_measures(part.chunk[1]), ' ', -1)
                 WHEN part.chunk[1] ~ ('^' || public.galleria_measure() || '$')
                 THEN public.galleria_measures(part.chunk[1])
                 ELSE '' END,
            CASE WHEN public.galleria_is_code(part.chunk[1])
                 THEN public.galleria_fold(public.galleria_bare(part.chunk[1]))
                 ELSE '' END
        FROM regexp_matches(
            -- A measure ends a word: "wireless/2.4ghz".
            regexp_replace(
                lower(value),
                '((?<=/)' || public.galleria_measure() || ')', ' \1', 'g'
            ),
            '(' || public.galleria_sides() || '|' || public.galleria_measure() || '|\S+)', 'g'
        ) WITH ORDINALITY AS part (chunk, number);
    END;

-- Every word has its frequency; which of them others are corrected to is for the query to say.
CREATE FUNCTION public.galleria_vocabulary(value text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 20
    BEGIN ATOMIC
        SELECT DISTINCT public.galleria_fold(token)
        FROM ts_parse(
            'default',
            public.galleria_words(concat_ws(
                ' ', value, public.galleria_joined(value), public.galleria_measures(value)
            ))
        )
        WHERE tokid IN (1, 2, 3, 7, 22) AND length(token) <= 36;
    END;

CREATE FUNCTION public.galleria_vector(
    title text, brand text, aside text, description text
) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN setweight(to_tsvector('public.galleria', public.galleria_words(
               concat_ws(' ', title, public.galleria_measures(title)))), 'A')
        || setweight(to_tsvector('public.galleria', public.galleria_words(brand)), 'B')
        || setweight(to_tsvector('public.galleria', public.galleria_words(
               concat_ws(' ', aside, public.galleria_joined(aside),
                         public.galleria_measures(aside)))), 'C')
        || setweight(to_tsvector('public.galleria', public.galleria_words(
               concat_ws(' ', description, public.galleria_measures(description)))), 'D');
"""

# Which shops are to be written again; the chore `jobs.rewrite_listings` does so.
REWRITE = """
INSERT INTO public.discovery_rewriting (retailer_id, below)
SELECT DISTINCT retailer_id, '' FROM public.discovery_listing
ON CONFLICT (retailer_id) DO UPDATE SET below = '';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("discovery", "0009_category_counts"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Rewriting",
            fields=[
                (
                    "retailer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tenants.retailer",
                    ),
                ),
                ("below", models.CharField(blank=True, max_length=36)),
            ],
        ),
        migrations.RunSQL(REWRITE, migrations.RunSQL.noop),
    ]
