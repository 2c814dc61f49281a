CREATE TEXT SEARCH CONFIGURATION galleria (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION galleria ADD MAPPING FOR asciiword, word, numword, hword_numpart, hword_part, hword_asciipart, numhword, asciihword, hword WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION galleria ADD MAPPING FOR email, url, host, sfloat, version, url_path, file, float, int, uint WITH simple;
CREATE OR REPLACE FUNCTION public.galleria_fold(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(unaccent('unaccent'::regdictionary, value));
CREATE OR REPLACE FUNCTION public.galleria_words(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(value, '-/_@&+:.~’'::text, '          '::text);
CREATE OR REPLACE FUNCTION public.galleria_stem(word text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN COALESCE((ts_lexize('english_stem'::regdictionary, word))[1], ''::text);
CREATE OR REPLACE FUNCTION public.galleria_key(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN TRIM(BOTH '-'::text FROM regexp_replace(galleria_fold(value), '[^[:alnum:]]+'::text, '-'::text, 'g'::text));
CREATE OR REPLACE FUNCTION public.galleria_deletions(word text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT array_agg(DISTINCT ("left"(galleria_deletions.word, (place.place - 1)) || substr(galleria_deletions.word, (place.place + 1)))) AS array_agg FROM generate_series(1, (length(galleria_deletions.word) + 1)) place(place));
CREATE OR REPLACE FUNCTION public.galleria_short_id(value uuid)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz'::text, ((SUBSTRING(number.bits FROM place.place FOR 5))::integer + 1), 1), ''::text ORDER BY place.place) AS string_agg FROM (SELECT (('x'::text || "left"(replace((galleria_short_id.value)::text, '-'::text, ''::text), 15)))::bit(60) AS bits) number, generate_series(1, 56, 5) place(place));
CREATE OR REPLACE FUNCTION public.galleria_measure()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '(?<![a-wyz0-9.,])[0-9]+(?:[.,][0-9]+)*(?:[  -]?(?:mm|cm|dm|m|km|inch|inches|"|″|”|zoll|ft|feet|foot|yards?|mg|g|gr|grams?|gramm|kg|kgs|kilos?|lbs?|pounds?|oz|ounces?|ml|cl|dl|l|ltr|lit(?:er|re)s?|gal|gallons?|k?w|watts?|k?v|volts?|m?ah|wh|[kmg]?hz|[kmgt]b|mp|dpi|rpm)|-?(?:in|a))(?![[:alnum:]])'::text;
CREATE OR REPLACE FUNCTION public.galleria_sides()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '(?<![[:alnum:].,])[0-9]+(?:[.,][0-9]+)?(?: ?(?:mm|cm|m|inch|in|"|″|ft))?(?: ?[x×*] ?[0-9]+(?:[.,][0-9]+)?(?: ?(?:mm|cm|m|inch|in|"|″|ft))?)+(?![[:alnum:]])'::text;
CREATE OR REPLACE FUNCTION public.galleria_code()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '[[:alnum:]]+(?:[-/_.+''’][[:alnum:]]+)+'::text;
CREATE OR REPLACE FUNCTION public.galleria_is_code(value text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN ((value ~ '[0-9]'::text) AND (value ~ '[[:alpha:]]'::text) AND (value !~ '[0-9][.][0-9]'::text) AND (value ~ (('^'::text || galleria_code()) || '$'::text)));
CREATE OR REPLACE FUNCTION public.galleria_bare(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(value, '-/_.+''’'::text, ''::text);
CREATE OR REPLACE FUNCTION public.galleria_number(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (value ~ '^[1-9][0-9]{0,2}([.,][0-9]{3})+$'::text) THEN (translate(value, '.,'::text, ''::text) || 'p'::text) WHEN (value ~ '[.,]'::text) THEN rtrim(translate(value, '.,'::text, 'pp'::text), '0'::text) ELSE (value || 'p'::text) END;
CREATE OR REPLACE FUNCTION public.galleria_unit(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN COALESCE(('{"\"": "in", "gr": "g", "kgs": "kg", "lbs": "lb", "ltr": "l", "”": "in", "″": "in", "feet": "ft", "foot": "ft", "gram": "g", "inch": "in", "kilo": "kg", "volt": "v", "watt": "w", "yard": "yd", "zoll": "in", "gramm": "g", "grams": "g", "kilos": "kg", "liter": "l", "litre": "l", "ounce": "oz", "pound": "lb", "volts": "v", "watts": "w", "yards": "yd", "gallon": "gal", "inches": "in", "liters": "l", "litres": "l", "ounces": "oz", "pounds": "lb", "gallons": "gal"}'::jsonb ->> value), value);
CREATE OR REPLACE FUNCTION public.galleria_measures(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN (value ~ '[0-9]'::text) THEN (SELECT string_agg(measured.word, ' '::text) AS string_agg FROM (SELECT (galleria_number("substring"(measure.measure[1], '^[0-9.,]*[0-9]'::text)) || galleria_unit("substring"(measure.measure[1], '^[0-9.,]*[0-9][-  ]?(.*)$'::text))) AS word FROM regexp_matches(lower(galleria_measures.value), (('('::text || galleria_measure()) || ')'::text), 'g'::text) measure(measure) UNION ALL SELECT (SELECT string_agg(galleria_number(number.number[1]), 'x'::text) AS string_agg FROM regexp_matches(sides.sides[1], '[0-9]+(?:[.,][0-9]+)?'::text, 'g'::text) number(number)) AS string_agg FROM regexp_matches(lower(galleria_measures.value), (('('::text || galleria_sides()) || ')'::text), 'g'::text) sides(sides)) measured) ELSE NULL::text END;
CREATE OR REPLACE FUNCTION public.galleria_joined(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (SELECT string_agg(DISTINCT joined.word, ' '::text) AS string_agg FROM (SELECT translate(hyphened.hyphened[1], '-''’'::text, ''::text) AS word FROM regexp_matches(galleria_joined.value, '[[:alnum:]]+(?:[-''’][[:alnum:]]+)+'::text, 'g'::text) hyphened(hyphened) UNION ALL SELECT galleria_bare(code.code[1]) AS galleria_bare FROM regexp_matches(galleria_joined.value, (('('::text || galleria_code()) || ')'::text), 'g'::text) code(code) WHERE galleria_is_code(code.code[1])) joined);
CREATE OR REPLACE FUNCTION public.galleria_chunks(value text)
 RETURNS TABLE(number bigint, chunk text, measure text, code text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT ROWS 6
BEGIN ATOMIC
 SELECT part.number,
     part.chunk[1] AS chunk,
         CASE
             WHEN (part.chunk[1] ~ (('^('::text || galleria_sides()) || ')$'::text)) THEN split_part(galleria_measures(part.chunk[1]), ' '::text, '-1'::integer)
             WHEN (part.chunk[1] ~ (('^'::text || galleria_measure()) || '$'::text)) THEN galleria_measures(part.chunk[1])
             ELSE ''::text
         END AS "case",
         CASE
             WHEN galleria_is_code(part.chunk[1]) THEN galleria_fold(galleria_bare(part.chunk[1]))
             ELSE ''::text
         END AS "case"
    FROM regexp_matches(regexp_replace(lower(galleria_chunks.value), (('((?<=/)'::text || galleria_measure()) || ')'::text), ' \1'::text, 'g'::text), (((('('::text || galleria_sides()) || '|'::text) || galleria_measure()) || '|\S+)'::text), 'g'::text) WITH ORDINALITY part(chunk, number);
END;
CREATE OR REPLACE FUNCTION public.galleria_vocabulary(value text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT ROWS 20
BEGIN ATOMIC
 SELECT DISTINCT galleria_fold(ts_parse.token) AS galleria_fold
    FROM ts_parse('default'::text, galleria_words(concat_ws(' '::text, galleria_vocabulary.value, galleria_joined(galleria_vocabulary.value), galleria_measures(galleria_vocabulary.value)))) ts_parse(tokid, token)
   WHERE ((ts_parse.tokid = ANY (ARRAY[1, 2, 3, 7, 22])) AND (length(ts_parse.token) <= 36));
END;
CREATE OR REPLACE FUNCTION public.galleria_vector(title text, brand text, aside text, description text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (((setweight(to_tsvector('galleria'::regconfig, galleria_words(concat_ws(' '::text, title, galleria_measures(title)))), 'A'::"char") || setweight(to_tsvector('galleria'::regconfig, galleria_words(brand)), 'B'::"char")) || setweight(to_tsvector('galleria'::regconfig, galleria_words(concat_ws(' '::text, aside, galleria_joined(aside), galleria_measures(aside)))), 'C'::"char")) || setweight(to_tsvector('galleria'::regconfig, galleria_words(concat_ws(' '::text, description, galleria_measures(description)))), 'D'::"char"));
CREATE TABLE "accounts_address" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "first_name" character varying(150) NOT NULL,
  "last_name" character varying(150) NOT NULL,
  "line1" character varying(200) NOT NULL,
  "line2" character varying(200) NOT NULL,
  "city" character varying(120) NOT NULL,
  "state" character varying(120) NOT NULL,
  "postcode" character varying(20) NOT NULL,
  "country" character varying(2) NOT NULL,
  "phone_number" character varying(20) NOT NULL,
  "is_default" boolean NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "accounts_address_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_address_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "accounts_challenge" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "subject" character varying(64) NOT NULL,
  "purpose" character varying(10) NOT NULL,
  "channel" character varying(10) NOT NULL,
  "sent_to" character varying(64) NOT NULL,
  "code" character varying(64) NOT NULL,
  "tries" smallint NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "expires_at" timestamp with time zone,
  "used_at" timestamp with time zone,
  "user_id" bigint,
  CONSTRAINT "accounts_challenge_tries_check" CHECK ((tries >= 0)),
  CONSTRAINT "challenge_tries_at_most_five" CHECK ((tries <= 5)),
  CONSTRAINT "accounts_challenge_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_challenge_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "accounts_handoffcode" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "digest" character varying(64) NOT NULL,
  "target_host" character varying(255) NOT NULL,
  "browser_digest" character varying(64) NOT NULL,
  "cart" uuid,
  "next_path" character varying(500) NOT NULL,
  "expires_at" timestamp with time zone NOT NULL,
  "used_at" timestamp with time zone,
  "user_id" bigint,
  "login" jsonb,
  CONSTRAINT "accounts_handoffcode_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_handoffcode_digest_key" UNIQUE (digest)
);
CREATE TABLE "accounts_identity" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "provider" character varying(20) NOT NULL,
  "subject" character varying(255) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "accounts_identity_pkey" PRIMARY KEY (id),
  CONSTRAINT "identity_once" UNIQUE (provider, subject)
);
CREATE TABLE "accounts_profile" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "language" character varying(10) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "birthday" date,
  "wants_news" boolean NOT NULL,
  "user_id" bigint NOT NULL,
  "avatar" character varying(100) DEFAULT ''::character varying NOT NULL,
  "shows_name" boolean DEFAULT true NOT NULL,
  "time_zone" character varying(60) DEFAULT ''::character varying NOT NULL,
  "wants_suggestions" boolean DEFAULT true NOT NULL,
  CONSTRAINT "accounts_profile_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_profile_user_id_key" UNIQUE (user_id)
);
CREATE TABLE "accounts_recoverycode" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "digest" character varying(64) NOT NULL,
  "used_at" timestamp with time zone,
  "user_id" bigint NOT NULL,
  CONSTRAINT "accounts_recoverycode_pkey" PRIMARY KEY (id),
  CONSTRAINT "recovery_code_once" UNIQUE (user_id, digest)
);
CREATE TABLE "accounts_secondfactor" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "secret" character varying(255) NOT NULL,
  "key_id" character varying(16) NOT NULL,
  "last_step" bigint NOT NULL,
  "confirmed_at" timestamp with time zone,
  "created_at" timestamp with time zone NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "accounts_secondfactor_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_secondfactor_user_id_key" UNIQUE (user_id)
);
CREATE TABLE "accounts_tokenfamily" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "schema_name" character varying(63) NOT NULL,
  "device" character varying(120) NOT NULL,
  "current_jti" character varying(64) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "seen_at" timestamp with time zone NOT NULL,
  "expires_at" timestamp with time zone NOT NULL,
  "revoked_at" timestamp with time zone,
  "revoked_why" character varying(20) NOT NULL,
  "user_id" bigint NOT NULL,
  "client" character varying(64) DEFAULT ''::character varying NOT NULL,
  "previous_jti" character varying(64) DEFAULT ''::character varying NOT NULL,
  "confirmed_at" timestamp with time zone,
  CONSTRAINT "accounts_tokenfamily_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_tokenfamily_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "accounts_user" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "password" character varying(128) NOT NULL,
  "last_login" timestamp with time zone,
  "uuid" uuid NOT NULL,
  "email" character varying(254) NOT NULL,
  "phone" character varying(16),
  "first_name" character varying(150) NOT NULL,
  "last_name" character varying(150) NOT NULL,
  "is_active" boolean NOT NULL,
  "is_superuser" boolean NOT NULL,
  "date_joined" timestamp with time zone NOT NULL,
  "email_verified_at" timestamp with time zone,
  "anonymised_at" timestamp with time zone,
  "proven_phone" character varying(16) DEFAULT ''::character varying NOT NULL,
  "second_factor_at" timestamp with time zone,
  CONSTRAINT "user_email_lower_case" CHECK (((email)::text = lower((email)::text))),
  CONSTRAINT "accounts_user_pkey" PRIMARY KEY (id),
  CONSTRAINT "accounts_user_email_key" UNIQUE (email),
  CONSTRAINT "accounts_user_phone_key" UNIQUE (phone),
  CONSTRAINT "accounts_user_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "accounts_websession" (
  "session_key" character varying(40) NOT NULL,
  "session_data" text NOT NULL,
  "expire_date" timestamp with time zone NOT NULL,
  "schema_name" character varying(63) NOT NULL,
  "device" character varying(120) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "seen_at" timestamp with time zone NOT NULL,
  "user_id" bigint,
  "ends_at" timestamp with time zone,
  "kind" character varying(10) DEFAULT ''::character varying NOT NULL,
  "login" uuid,
  CONSTRAINT "accounts_websession_pkey" PRIMARY KEY (session_key)
);
CREATE TABLE "activities_activity" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "kind" character varying(40) NOT NULL,
  "at" timestamp with time zone NOT NULL,
  "schema_name" character varying(63) NOT NULL,
  "device" character varying(120) NOT NULL,
  "details" jsonb NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "activities_activity_pkey" PRIMARY KEY (id),
  CONSTRAINT "activities_activity_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "audit_entry" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "at" timestamp with time zone NOT NULL,
  "kind" character varying(12) NOT NULL,
  "what" character varying(40) NOT NULL,
  "on" character varying(200) NOT NULL,
  "source" character varying(100) NOT NULL,
  "trace" character varying(32) NOT NULL,
  "before" jsonb NOT NULL,
  "after" jsonb NOT NULL,
  "person_id" bigint,
  "retailer_id" bigint,
  "who_id" bigint,
  CONSTRAINT "audit_entry_pkey" PRIMARY KEY (id)
);
CREATE TABLE "cart_cart" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "changed_at" timestamp with time zone NOT NULL,
  "user_id" bigint,
  "merged_uuids" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  CONSTRAINT "cart_cart_pkey" PRIMARY KEY (id),
  CONSTRAINT "cart_cart_user_id_key" UNIQUE (user_id),
  CONSTRAINT "cart_cart_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "cart_cartbasket" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "basket_id" bigint NOT NULL,
  "fulfilment" character varying(8) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "cart_id" bigint NOT NULL,
  "retailer_id" bigint NOT NULL,
  "pricing" jsonb DEFAULT '{}'::jsonb NOT NULL,
  "vouchers" jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT "cart_cartbasket_pkey" PRIMARY KEY (id),
  CONSTRAINT "basket_in_one_cart" UNIQUE (retailer_id, basket_id),
  CONSTRAINT "one_basket_per_retailer" UNIQUE (cart_id, retailer_id)
);
CREATE TABLE "cart_cartline" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "line_id" bigint NOT NULL,
  "product" uuid NOT NULL,
  "title" character varying(255) NOT NULL,
  "quantity" integer NOT NULL,
  "unit_price" numeric(15,3) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "added_at" timestamp with time zone NOT NULL,
  "basket_id" bigint NOT NULL,
  CONSTRAINT "cart_cartline_quantity_check" CHECK ((quantity >= 0)),
  CONSTRAINT "cart_line_quantity_positive" CHECK ((quantity >= 1)),
  CONSTRAINT "cart_cartline_pkey" PRIMARY KEY (id),
  CONSTRAINT "cart_cartline_uuid_key" UNIQUE (uuid),
  CONSTRAINT "product_once_in_basket" UNIQUE (basket_id, product)
);
CREATE TABLE "discovery_categorycount" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "listings" integer NOT NULL,
  "category_id" bigint NOT NULL,
  "retailer_id" bigint NOT NULL,
  "brand_key" character varying(120) DEFAULT ''::character varying NOT NULL,
  "currency" character varying(3) DEFAULT ''::character varying NOT NULL,
  "is_available" boolean DEFAULT false NOT NULL,
  "is_summed" boolean DEFAULT false NOT NULL,
  CONSTRAINT "discovery_categorycount_pkey" PRIMARY KEY (id)
);
CREATE TABLE "discovery_categorymapping" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "shop_category" bigint NOT NULL,
  "shop_path" character varying(1000) NOT NULL,
  "is_confirmed" boolean NOT NULL,
  "retailer_id" bigint NOT NULL,
  "category_id" bigint NOT NULL,
  CONSTRAINT "discovery_categorymapping_pkey" PRIMARY KEY (id),
  CONSTRAINT "category_mapped_once" UNIQUE (retailer_id, shop_category)
);
CREATE TABLE "discovery_exchangerate" (
  "currency" character varying(3) NOT NULL,
  "per_euro" numeric(18,8) NOT NULL,
  "day" date NOT NULL,
  "source" character varying(300) NOT NULL,
  "written_at" timestamp with time zone NOT NULL,
  CONSTRAINT "rate_positive" CHECK ((per_euro > (0)::numeric)),
  CONSTRAINT "discovery_exchangerate_pkey" PRIMARY KEY (currency)
);
CREATE TABLE "discovery_facetcount" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "place" bigint NOT NULL,
  "facet" character varying(20) NOT NULL,
  "value" character varying(120) NOT NULL,
  "listings" integer NOT NULL,
  CONSTRAINT "discovery_facetcount_pkey" PRIMARY KEY (id),
  CONSTRAINT "facet_counted_once" UNIQUE (place, facet, value)
);
CREATE TABLE "discovery_listedprice" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "starts_at" timestamp with time zone NOT NULL,
  "ends_at" timestamp with time zone NOT NULL,
  "comparable" numeric(24,9),
  "category_id" bigint NOT NULL,
  "listing_id" uuid NOT NULL,
  "retailer_id" bigint NOT NULL,
  CONSTRAINT "discovery_listedprice_pkey" PRIMARY KEY (id),
  CONSTRAINT "listed_once_at_a_time" UNIQUE (listing_id, starts_at)
);
CREATE TABLE "discovery_listing" (
  "uuid" uuid NOT NULL,
  "is_visible" boolean NOT NULL,
  "short_id" character varying(12) NOT NULL,
  "slug" character varying(255) NOT NULL,
  "title" character varying(255) NOT NULL,
  "description" text NOT NULL,
  "brand" character varying(120) NOT NULL,
  "brand_key" character varying(120) NOT NULL,
  "shop_categories" jsonb NOT NULL,
  "attributes" jsonb NOT NULL,
  "images" jsonb NOT NULL,
  "currency" character varying(3) NOT NULL,
  "price" numeric(15,3),
  "price_max" numeric(15,3),
  "is_available" boolean NOT NULL,
  "quantity" integer,
  "has_variants" boolean NOT NULL,
  "is_featured" boolean NOT NULL,
  "rating" numeric(3,2),
  "created_at" timestamp with time zone NOT NULL,
  "search" tsvector,
  "retailer_id" bigint NOT NULL,
  "category_id" bigint NOT NULL,
  "rating_count" integer DEFAULT 0 NOT NULL,
  "comparable" numeric(24,9),
  "comparable_max" numeric(24,9),
  "has_sales" boolean DEFAULT false NOT NULL,
  "is_reduced" boolean DEFAULT false NOT NULL,
  "was" numeric(15,3),
  CONSTRAINT "discovery_listing_quantity_check" CHECK ((quantity >= 0)),
  CONSTRAINT "discovery_listing_rating_count_check" CHECK ((rating_count >= 0)),
  CONSTRAINT "discovery_listing_pkey" PRIMARY KEY (uuid),
  CONSTRAINT "listing_short_id" UNIQUE (short_id)
) WITH (fillfactor=90);
CREATE TABLE "discovery_listingvariant" (
  "uuid" uuid NOT NULL,
  "position" integer NOT NULL,
  "title" character varying(255) NOT NULL,
  "options" jsonb NOT NULL,
  "sku" character varying(128) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "price" numeric(15,3),
  "is_available" boolean NOT NULL,
  "quantity" integer,
  "min_quantity" integer NOT NULL,
  "max_quantity" integer,
  "image" jsonb,
  "listing_id" uuid NOT NULL,
  "was" numeric(15,3),
  CONSTRAINT "discovery_listingvariant_max_quantity_check" CHECK ((max_quantity >= 0)),
  CONSTRAINT "discovery_listingvariant_min_quantity_check" CHECK ((min_quantity >= 0)),
  CONSTRAINT "discovery_listingvariant_position_check" CHECK (("position" >= 0)),
  CONSTRAINT "discovery_listingvariant_quantity_check" CHECK ((quantity >= 0)),
  CONSTRAINT "discovery_listingvariant_pkey" PRIMARY KEY (uuid)
) WITH (fillfactor=85);
CREATE TABLE "discovery_marketcategory" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "path" character varying(300) NOT NULL,
  "slug" character varying(80) NOT NULL,
  "name" character varying(120) NOT NULL,
  "position" integer NOT NULL,
  "keywords" jsonb NOT NULL,
  "parent_id" bigint,
  CONSTRAINT "discovery_marketcategory_position_check" CHECK (("position" >= 0)),
  CONSTRAINT "discovery_marketcategory_pkey" PRIMARY KEY (id),
  CONSTRAINT "discovery_marketcategory_path_key" UNIQUE (path),
  CONSTRAINT "discovery_marketcategory_slug_key" UNIQUE (slug)
);
CREATE TABLE "discovery_rewording" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "listing" uuid NOT NULL,
  CONSTRAINT "discovery_rewording_pkey" PRIMARY KEY (id)
);
CREATE TABLE "discovery_rewriting" (
  "retailer_id" bigint NOT NULL,
  "below" character varying(36) NOT NULL,
  CONSTRAINT "discovery_rewriting_pkey" PRIMARY KEY (retailer_id)
);
CREATE TABLE "discovery_sale" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "product" uuid NOT NULL,
  "starts_at" timestamp with time zone NOT NULL,
  "ends_at" timestamp with time zone NOT NULL,
  "currency" character varying(3) NOT NULL,
  "price" numeric(15,3) NOT NULL,
  "price_max" numeric(15,3) NOT NULL,
  "was" numeric(15,3),
  "comparable" numeric(24,9),
  "comparable_max" numeric(24,9),
  "listing_id" uuid NOT NULL,
  CONSTRAINT "sale_lasts" CHECK ((starts_at < ends_at)),
  CONSTRAINT "discovery_sale_pkey" PRIMARY KEY (id),
  CONSTRAINT "sale_once_at_a_time" UNIQUE (product, starts_at)
);
CREATE TABLE "discovery_term" (
  "word" character varying(40) NOT NULL,
  "frequency" integer NOT NULL,
  "stem" character varying(40) GENERATED ALWAYS AS (galleria_stem((word)::text)) STORED,
  "deletions" text[] GENERATED ALWAYS AS (galleria_deletions((word)::text)) STORED,
  CONSTRAINT "discovery_term_frequency_check" CHECK ((frequency >= 0)),
  CONSTRAINT "discovery_term_pkey" PRIMARY KEY (word)
);
CREATE TABLE "django_migrations" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "app" character varying(255) NOT NULL,
  "name" character varying(255) NOT NULL,
  "applied" timestamp with time zone NOT NULL,
  CONSTRAINT "django_migrations_pkey" PRIMARY KEY (id)
);
CREATE TABLE "django_tasks_database_dbtaskresult" (
  "id" uuid NOT NULL,
  "status" character varying(10) NOT NULL,
  "args_kwargs" jsonb NOT NULL,
  "priority" integer NOT NULL,
  "task_path" text NOT NULL,
  "queue_name" character varying(32) NOT NULL,
  "backend_name" character varying(32) NOT NULL,
  "run_after" timestamp with time zone NOT NULL,
  "enqueued_at" timestamp with time zone NOT NULL,
  "finished_at" timestamp with time zone,
  "started_at" timestamp with time zone,
  "return_value" jsonb,
  "exception_class_path" text CONSTRAINT "django_tasks_database_dbtaskresul_exception_class_path_not_null" NOT NULL,
  "traceback" text NOT NULL,
  "worker_ids" jsonb NOT NULL,
  CONSTRAINT "priority_range" CHECK (((priority >= '-100'::integer) AND (priority <= 100))),
  CONSTRAINT "django_tasks_database_dbtaskresult_pkey" PRIMARY KEY (id)
);
CREATE TABLE "notifications_notification" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "recipient" character varying(64) NOT NULL,
  "kind" character varying(40) NOT NULL,
  "about" character varying(100) NOT NULL,
  "notified_at" timestamp with time zone NOT NULL,
  CONSTRAINT "notifications_notification_pkey" PRIMARY KEY (id),
  CONSTRAINT "notification_once" UNIQUE (recipient, kind, about)
);
CREATE TABLE "notifications_notificationchoice" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "kind" character varying(20) NOT NULL,
  "channel" character varying(10) NOT NULL,
  "is_wanted" boolean NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "notifications_notificationchoice_pkey" PRIMARY KEY (id),
  CONSTRAINT "notification_choice_once" UNIQUE (user_id, kind, channel)
);
CREATE TABLE "payments_allocation" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "status" character varying(20) NOT NULL,
  "amount_minor" bigint NOT NULL,
  "order_id" bigint NOT NULL,
  "payment_id" bigint NOT NULL,
  "changed_at" timestamp with time zone,
  "uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT "allocation_not_negative" CHECK ((amount_minor >= 0)),
  CONSTRAINT "payments_allocation_pkey" PRIMARY KEY (id),
  CONSTRAINT "payments_allocation_order_id_key" UNIQUE (order_id),
  CONSTRAINT "payments_allocation_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "payments_orderconfirmation" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "cart" uuid NOT NULL,
  "email" character varying(254) NOT NULL,
  "order" jsonb NOT NULL,
  "mails" smallint NOT NULL,
  "mailed_at" timestamp with time zone,
  "created_at" timestamp with time zone NOT NULL,
  "expires_at" timestamp with time zone NOT NULL,
  "purchase_id" bigint,
  "retailer_id" bigint,
  "user_id" bigint,
  CONSTRAINT "payments_orderconfirmation_mails_check" CHECK ((mails >= 0)),
  CONSTRAINT "payments_orderconfirmation_pkey" PRIMARY KEY (id),
  CONSTRAINT "payments_orderconfirmation_purchase_id_key" UNIQUE (purchase_id),
  CONSTRAINT "payments_orderconfirmation_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "payments_payment" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "method" character varying(30) NOT NULL,
  "status" character varying(20) NOT NULL,
  "amount_minor" bigint NOT NULL,
  "currency" character varying(3) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "changed_at" timestamp with time zone NOT NULL,
  "purchase_id" bigint NOT NULL,
  CONSTRAINT "payment_not_negative" CHECK ((amount_minor >= 0)),
  CONSTRAINT "payments_payment_pkey" PRIMARY KEY (id),
  CONSTRAINT "payments_payment_purchase_id_key" UNIQUE (purchase_id),
  CONSTRAINT "payments_payment_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "payments_receipt" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "amount_minor" bigint NOT NULL,
  "received_at" timestamp with time zone NOT NULL,
  "received_by" uuid,
  "undone_at" timestamp with time zone,
  "undone_by" uuid,
  "allocation_id" bigint NOT NULL,
  CONSTRAINT "receipt_positive" CHECK ((amount_minor > 0)),
  CONSTRAINT "payments_receipt_pkey" PRIMARY KEY (id)
);
CREATE TABLE "payments_refund" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "status" character varying(10) NOT NULL,
  "amount_minor" bigint NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "paid_at" timestamp with time zone,
  "paid_by" uuid,
  "allocation_id" bigint NOT NULL,
  "request_id" bigint,
  CONSTRAINT "refund_paid_at_a_time" CHECK ((((paid_at IS NULL) AND ((status)::text = 'due'::text)) OR ((paid_at IS NOT NULL) AND ((status)::text = 'paid'::text)))),
  CONSTRAINT "refund_positive" CHECK ((amount_minor > 0)),
  CONSTRAINT "payments_refund_pkey" PRIMARY KEY (id),
  CONSTRAINT "payments_refund_request_id_key" UNIQUE (request_id),
  CONSTRAINT "payments_refund_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "privacy_personalexport" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "status" character varying(10) NOT NULL,
  "requested_at" timestamp with time zone NOT NULL,
  "ready_at" timestamp with time zone,
  "size" integer,
  "data" bytea,
  "user_id" bigint NOT NULL,
  CONSTRAINT "privacy_personalexport_size_check" CHECK ((size >= 0)),
  CONSTRAINT "privacy_personalexport_pkey" PRIMARY KEY (id),
  CONSTRAINT "privacy_personalexport_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "promotions_promotion" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "name" character varying(200) NOT NULL,
  "description" text NOT NULL,
  "code" character varying(128) NOT NULL,
  "is_public" boolean NOT NULL,
  "terms" jsonb NOT NULL,
  "starts_at" timestamp with time zone,
  "ends_at" timestamp with time zone,
  "written_at" timestamp with time zone NOT NULL,
  "retailer_id" bigint NOT NULL,
  "code_key" character varying(128) DEFAULT ''::character varying NOT NULL,
  CONSTRAINT "promotions_promotion_pkey" PRIMARY KEY (id),
  CONSTRAINT "promotions_promotion_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "public_reviews_hidingrequest" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "review" uuid NOT NULL,
  "reason" character varying(12) NOT NULL,
  "text" character varying(1000) NOT NULL,
  "asked_at" timestamp with time zone NOT NULL,
  "state" character varying(9) NOT NULL,
  "note" character varying(1000) NOT NULL,
  "decided_at" timestamp with time zone,
  "asked_by_id" bigint,
  "decided_by_id" bigint,
  "retailer_id" bigint NOT NULL,
  CONSTRAINT "hiding_decided_at" CHECK ((((decided_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (decided_at IS NOT NULL)))),
  CONSTRAINT "public_reviews_hidingrequest_pkey" PRIMARY KEY (id),
  CONSTRAINT "public_reviews_hidingrequest_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "public_reviews_reviewcopy" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "product" uuid NOT NULL,
  "score" smallint NOT NULL,
  "title" character varying(255) NOT NULL,
  "body" text NOT NULL,
  "is_verified" boolean NOT NULL,
  "is_shown" boolean NOT NULL,
  "helpful_count" integer NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "changed_at" timestamp with time zone NOT NULL,
  "retailer_id" bigint NOT NULL,
  "user_id" bigint NOT NULL,
  "is_reported" boolean DEFAULT false NOT NULL,
  CONSTRAINT "public_reviews_reviewcopy_helpful_count_check" CHECK ((helpful_count >= 0)),
  CONSTRAINT "public_reviews_reviewcopy_score_check" CHECK ((score >= 0)),
  CONSTRAINT "public_reviews_reviewcopy_pkey" PRIMARY KEY (id),
  CONSTRAINT "public_reviews_reviewcopy_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "public_wishlists_wishlist" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "share_key" uuid,
  "created_at" timestamp with time zone NOT NULL,
  "user_id" bigint NOT NULL,
  CONSTRAINT "public_wishlists_wishlist_pkey" PRIMARY KEY (id),
  CONSTRAINT "public_wishlists_wishlist_share_key_key" UNIQUE (share_key),
  CONSTRAINT "public_wishlists_wishlist_user_id_key" UNIQUE (user_id)
);
CREATE TABLE "public_wishlists_wishlistitem" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "product" uuid NOT NULL,
  "title" character varying(255) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "price" numeric(15,3),
  "saved_at" timestamp with time zone NOT NULL,
  "retailer_id" bigint NOT NULL,
  "wishlist_id" bigint NOT NULL,
  CONSTRAINT "public_wishlists_wishlistitem_pkey" PRIMARY KEY (id),
  CONSTRAINT "public_wishlists_wishlistitem_uuid_key" UNIQUE (uuid),
  CONSTRAINT "wished_once" UNIQUE (wishlist_id, product)
);
CREATE TABLE "purchases_invoice" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "sequence" integer NOT NULL,
  "issued_at" timestamp with time zone NOT NULL,
  "content" jsonb NOT NULL,
  "order_id" bigint NOT NULL,
  "retailer_id" bigint NOT NULL,
  CONSTRAINT "purchases_invoice_sequence_check" CHECK ((sequence >= 0)),
  CONSTRAINT "purchases_invoice_pkey" PRIMARY KEY (id),
  CONSTRAINT "invoice_number_once" UNIQUE (retailer_id, sequence),
  CONSTRAINT "purchases_invoice_order_id_key" UNIQUE (order_id)
);
CREATE TABLE "purchases_invoiceseries" (
  "retailer_id" bigint NOT NULL,
  "last" integer NOT NULL,
  CONSTRAINT "purchases_invoiceseries_last_check" CHECK ((last >= 0)),
  CONSTRAINT "purchases_invoiceseries_pkey" PRIMARY KEY (retailer_id)
);
CREATE TABLE "purchases_purchase" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "email" character varying(254) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "total" numeric(15,3) NOT NULL,
  "shipping_address" jsonb,
  "placed_at" timestamp with time zone NOT NULL,
  "user_id" bigint,
  "language" character varying(10) DEFAULT ''::character varying NOT NULL,
  CONSTRAINT "purchase_total_not_negative" CHECK ((total >= (0)::numeric)),
  CONSTRAINT "purchases_purchase_pkey" PRIMARY KEY (id),
  CONSTRAINT "purchases_purchase_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "purchases_quote" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "groups" jsonb NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  "expires_at" timestamp with time zone NOT NULL,
  "cart_id" bigint NOT NULL,
  CONSTRAINT "purchases_quote_pkey" PRIMARY KEY (id),
  CONSTRAINT "purchases_quote_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "purchases_retailerorder" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "number" character varying(40) NOT NULL,
  "status" character varying(20) NOT NULL,
  "fulfilment" character varying(8) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "total" numeric(15,3) NOT NULL,
  "delivery_fee" numeric(15,3) NOT NULL,
  "item_count" integer NOT NULL,
  "summary" character varying(255) NOT NULL,
  "image" character varying(500) NOT NULL,
  "changed_at" timestamp with time zone NOT NULL,
  "purchase_id" bigint NOT NULL,
  "retailer_id" bigint NOT NULL,
  "discount" numeric(15,3) DEFAULT 0 NOT NULL,
  CONSTRAINT "purchases_retailerorder_item_count_check" CHECK ((item_count >= 0)),
  CONSTRAINT "purchases_retailerorder_pkey" PRIMARY KEY (id),
  CONSTRAINT "one_order_per_retailer" UNIQUE (purchase_id, retailer_id),
  CONSTRAINT "purchases_retailerorder_number_key" UNIQUE (number),
  CONSTRAINT "purchases_retailerorder_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "purchases_returnline" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "line" uuid NOT NULL,
  "title" character varying(255) NOT NULL,
  "quantity" integer NOT NULL,
  "amount_minor" bigint NOT NULL,
  "request_id" bigint NOT NULL,
  CONSTRAINT "purchases_returnline_quantity_check" CHECK ((quantity >= 0)),
  CONSTRAINT "return_line_positive" CHECK (((amount_minor >= 0) AND (quantity >= 1))),
  CONSTRAINT "purchases_returnline_pkey" PRIMARY KEY (id),
  CONSTRAINT "return_line_once" UNIQUE (request_id, line)
);
CREATE TABLE "purchases_returnrequest" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "uuid" uuid NOT NULL,
  "kind" character varying(6) NOT NULL,
  "status" character varying(9) NOT NULL,
  "reason" character varying(20) NOT NULL,
  "note" character varying(1000) NOT NULL,
  "answer" character varying(1000) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "amount_minor" bigint NOT NULL,
  "requested_at" timestamp with time zone NOT NULL,
  "changed_at" timestamp with time zone NOT NULL,
  "order_id" bigint NOT NULL,
  CONSTRAINT "request_not_negative" CHECK ((amount_minor >= 0)),
  CONSTRAINT "purchases_returnrequest_pkey" PRIMARY KEY (id),
  CONSTRAINT "purchases_returnrequest_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "requests_idempotencykey" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "actor" character varying(80) NOT NULL,
  "operation" character varying(60) NOT NULL,
  "key" character varying(255) NOT NULL,
  "fingerprint" character varying(64) NOT NULL,
  "status" smallint,
  "body" jsonb,
  "created_at" timestamp with time zone NOT NULL,
  CONSTRAINT "requests_idempotencykey_status_check" CHECK ((status >= 0)),
  CONSTRAINT "requests_idempotencykey_pkey" PRIMARY KEY (id),
  CONSTRAINT "idempotency_key_once" UNIQUE (actor, operation, key)
);
CREATE UNLOGGED TABLE "requests_throttlecount" (
  "key" character varying(120) NOT NULL,
  "slot" bigint NOT NULL,
  "tries" integer[] NOT NULL,
  "is_counted" boolean NOT NULL,
  "last_at" double precision NOT NULL,
  "ends_at" double precision NOT NULL,
  "most" integer NOT NULL,
  "free" integer NOT NULL,
  "first_pause" integer NOT NULL,
  "longest_pause" integer NOT NULL,
  CONSTRAINT "requests_throttlecount_pkey" PRIMARY KEY (key)
) WITH (fillfactor=60);
CREATE TABLE "tenants_clonescript" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "fingerprint" character varying(64) NOT NULL,
  "sql" text NOT NULL,
  CONSTRAINT "clone_script_one" CHECK ((id = 1)),
  CONSTRAINT "tenants_clonescript_pkey" PRIMARY KEY (id)
);
CREATE TABLE "tenants_deliveryreach" (
  "retailer_id" bigint NOT NULL,
  "latitude" double precision NOT NULL,
  "longitude" double precision NOT NULL,
  "towns" text[] NOT NULL,
  "largest" text[] NOT NULL,
  CONSTRAINT "tenants_deliveryreach_pkey" PRIMARY KEY (retailer_id)
);
CREATE TABLE "tenants_domain" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "domain" character varying(253) NOT NULL,
  "is_primary" boolean NOT NULL,
  "tenant_id" bigint NOT NULL,
  CONSTRAINT "tenants_domain_pkey" PRIMARY KEY (id),
  CONSTRAINT "tenants_domain_domain_key" UNIQUE (domain)
);
CREATE TABLE "tenants_openinghours" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "weekday" smallint NOT NULL,
  "opens" time without time zone NOT NULL,
  "closes" time without time zone NOT NULL,
  "retailer_id" bigint NOT NULL,
  CONSTRAINT "opening_hours_last" CHECK (((NOT (closes = opens)) OR (opens = '00:00:00'::time without time zone))),
  CONSTRAINT "opening_hours_weekday" CHECK ((weekday <= 6)),
  CONSTRAINT "tenants_openinghours_weekday_check" CHECK ((weekday >= 0)),
  CONSTRAINT "tenants_openinghours_pkey" PRIMARY KEY (id),
  CONSTRAINT "opening_hours_once" UNIQUE (retailer_id, weekday, opens)
);
CREATE TABLE "tenants_periodicjob" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "path" character varying(200) NOT NULL,
  "began_at" timestamp with time zone NOT NULL,
  CONSTRAINT "tenants_periodicjob_pkey" PRIMARY KEY (id),
  CONSTRAINT "tenants_periodicjob_path_key" UNIQUE (path)
);
CREATE TABLE "tenants_retailer" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "schema_name" character varying(63) NOT NULL,
  "uuid" uuid NOT NULL,
  "slug" character varying(40) NOT NULL,
  "name" character varying(120) NOT NULL,
  "tagline" character varying(200) NOT NULL,
  "trade" character varying(80) NOT NULL,
  "status" character varying(10) NOT NULL,
  "status_reason" character varying(300) NOT NULL,
  "currency" character varying(3) NOT NULL,
  "language" character varying(10) NOT NULL,
  "timezone" character varying(60) NOT NULL,
  "contact_name" character varying(120) NOT NULL,
  "contact_email" character varying(254) NOT NULL,
  "contact_phone" character varying(20) NOT NULL,
  "street" character varying(200) NOT NULL,
  "postcode" character varying(20) NOT NULL,
  "city" character varying(120) NOT NULL,
  "country" character varying(2) NOT NULL,
  "latitude" numeric(9,6),
  "longitude" numeric(9,6),
  "offers_delivery" boolean NOT NULL,
  "offers_pickup" boolean NOT NULL,
  "delivery_fee" numeric(15,3) NOT NULL,
  "free_delivery_over" numeric(15,3),
  "logo" character varying(255) NOT NULL,
  "applied_at" timestamp with time zone NOT NULL,
  "approved_at" timestamp with time zone,
  "closed_at" timestamp with time zone,
  "purged_at" timestamp with time zone,
  "owner_email" character varying(254) NOT NULL,
  "has_offers" boolean DEFAULT false NOT NULL,
  "minimum_order" numeric(15,3),
  "requires_second_factor" boolean DEFAULT false NOT NULL,
  "guest_order_amount" numeric(15,3),
  "guest_order_pieces" integer,
  "offer_changes" integer DEFAULT 0 NOT NULL,
  "publishes_email" boolean DEFAULT false NOT NULL,
  "publishes_phone" boolean DEFAULT false NOT NULL,
  "publishes_address" boolean DEFAULT false NOT NULL,
  "pages_due_at" timestamp with time zone,
  "site_links" jsonb DEFAULT '[]'::jsonb NOT NULL,
  "opened_at" timestamp with time zone,
  "delivery_countries" character varying(2)[] DEFAULT '{}'::character varying(2)[] NOT NULL,
  "delivery_postcodes" character varying(30)[] DEFAULT '{}'::character varying(30)[] NOT NULL,
  "delivery_radius" smallint,
  "state" character varying(120) DEFAULT ''::character varying NOT NULL,
  CONSTRAINT "retailer_delivery_fee_not_negative" CHECK ((delivery_fee >= (0)::numeric)),
  CONSTRAINT "retailer_guest_order_amount_not_negative" CHECK (((guest_order_amount IS NULL) OR (guest_order_amount >= (0)::numeric))),
  CONSTRAINT "retailer_minimum_order_not_negative" CHECK (((minimum_order IS NULL) OR (minimum_order >= (0)::numeric))),
  CONSTRAINT "retailer_slug_plain" CHECK (((slug)::text ~ '^[a-z][a-z0-9-]*$'::text)),
  CONSTRAINT "tenants_retailer_delivery_radius_check" CHECK ((delivery_radius >= 0)),
  CONSTRAINT "tenants_retailer_guest_order_pieces_check" CHECK ((guest_order_pieces >= 0)),
  CONSTRAINT "tenants_retailer_offer_changes_check" CHECK ((offer_changes >= 0)),
  CONSTRAINT "tenants_retailer_pkey" PRIMARY KEY (id),
  CONSTRAINT "tenants_retailer_schema_name_key" UNIQUE (schema_name),
  CONSTRAINT "tenants_retailer_slug_key" UNIQUE (slug),
  CONSTRAINT "tenants_retailer_uuid_key" UNIQUE (uuid)
);
CREATE TABLE "tenants_spareschema" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "schema_name" character varying(63) NOT NULL,
  "created_at" timestamp with time zone NOT NULL,
  CONSTRAINT "tenants_spareschema_pkey" PRIMARY KEY (id),
  CONSTRAINT "tenants_spareschema_schema_name_key" UNIQUE (schema_name)
);
CREATE TABLE "tenants_specialhours" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  "first_day" date NOT NULL,
  "last_day" date NOT NULL,
  "opens" time without time zone[] DEFAULT '{}'::time without time zone[] NOT NULL,
  "closes" time without time zone[] DEFAULT '{}'::time without time zone[] NOT NULL,
  "note" character varying(120) NOT NULL,
  "retailer_id" bigint NOT NULL,
  CONSTRAINT "special_hours_forward" CHECK ((last_day >= first_day)),
  CONSTRAINT "special_hours_pairs" CHECK ((
CASE
    WHEN (opens IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(opens, 1), 0)
END =
CASE
    WHEN (closes IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(closes, 1), 0)
END)),
  CONSTRAINT "tenants_specialhours_pkey" PRIMARY KEY (id),
  CONSTRAINT "special_hours_apart" EXCLUDE USING gist (int8range(retailer_id, retailer_id, '[]'::text) WITH &&, daterange(first_day, last_day, '[]'::text) WITH &&)
);
ALTER TABLE discovery_listing ALTER COLUMN search SET STORAGE MAIN;
CREATE INDEX accounts_address_user_id_c8c74ddf ON accounts_address USING btree (user_id);
CREATE INDEX accounts_challenge_user_id_40ccc588 ON accounts_challenge USING btree (user_id);
CREATE INDEX accounts_handoffcode_digest_17db9e34_like ON accounts_handoffcode USING btree (digest varchar_pattern_ops);
CREATE INDEX accounts_handoffcode_user_id_04033fbf ON accounts_handoffcode USING btree (user_id);
CREATE INDEX accounts_identity_user_id_f7ddf146 ON accounts_identity USING btree (user_id);
CREATE INDEX accounts_recoverycode_user_id_994761d3 ON accounts_recoverycode USING btree (user_id);
CREATE INDEX accounts_tokenfamily_user_id_be700e5e ON accounts_tokenfamily USING btree (user_id);
CREATE INDEX accounts_user_email_b2644a56_like ON accounts_user USING btree (email varchar_pattern_ops);
CREATE INDEX accounts_user_phone_c603acdd_like ON accounts_user USING btree (phone varchar_pattern_ops);
CREATE INDEX accounts_websession_expire_date_6ad5cda2 ON accounts_websession USING btree (expire_date);
CREATE INDEX accounts_websession_session_key_7adb82bb_like ON accounts_websession USING btree (session_key varchar_pattern_ops);
CREATE INDEX accounts_websession_user_id_dad6a7c7 ON accounts_websession USING btree (user_id);
CREATE INDEX activities_activity_at_78fda9a8 ON activities_activity USING btree (at);
CREATE INDEX activities_activity_user_id_233a83a7 ON activities_activity USING btree (user_id);
CREATE INDEX activity_of_user ON activities_activity USING btree (user_id, id DESC);
CREATE INDEX audit_of_day ON audit_entry USING btree (at);
CREATE INDEX audit_of_day_in_shop ON audit_entry USING btree (retailer_id, at);
CREATE INDEX audit_of_joined ON audit_entry USING btree ("on", id) WHERE what::text = 'member.added'::text;
CREATE INDEX audit_of_kind ON audit_entry USING btree (kind, id DESC);
CREATE INDEX audit_of_kind_in_shop ON audit_entry USING btree (retailer_id, kind, id DESC);
CREATE INDEX audit_of_person ON audit_entry USING btree (person_id, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX audit_of_shop ON audit_entry USING btree (retailer_id, id DESC);
CREATE INDEX audit_of_subject ON audit_entry USING btree ("on", id DESC) WHERE NOT "on"::text = ''::text;
CREATE INDEX audit_of_who ON audit_entry USING btree (who_id, id DESC);
CREATE INDEX cart_cart_changed_at_20efcfbb ON cart_cart USING btree (changed_at);
CREATE INDEX cart_cartbasket_cart_id_eafabb9d ON cart_cartbasket USING btree (cart_id);
CREATE INDEX cart_cartbasket_retailer_id_558d69c3 ON cart_cartbasket USING btree (retailer_id);
CREATE INDEX cart_cartline_basket_id_68d356c6 ON cart_cartline USING btree (basket_id);
CREATE INDEX cart_merged_uuids ON cart_cart USING gin (merged_uuids);
CREATE INDEX challenge_subject ON accounts_challenge USING btree (subject, created_at);
CREATE UNIQUE INDEX code_once_in_a_shop ON promotions_promotion USING btree (retailer_id, code) WHERE NOT code::text = ''::text;
CREATE INDEX counted_new ON discovery_categorycount USING btree (retailer_id) WHERE NOT is_summed;
CREATE INDEX counted_retailer_category ON discovery_categorycount USING btree (retailer_id, category_id);
CREATE INDEX counted_summed ON discovery_categorycount USING btree (retailer_id, category_id, brand_key) WHERE is_summed;
CREATE INDEX discovery_categorymapping_category_id_f0a30d68 ON discovery_categorymapping USING btree (category_id);
CREATE INDEX discovery_categorymapping_retailer_id_15fa960d ON discovery_categorymapping USING btree (retailer_id);
CREATE INDEX discovery_exchangerate_currency_5d5bbbdf_like ON discovery_exchangerate USING btree (currency varchar_pattern_ops);
CREATE INDEX discovery_listingvariant_listing_id_12217b50 ON discovery_listingvariant USING btree (listing_id);
CREATE INDEX discovery_marketcategory_parent_id_2071f268 ON discovery_marketcategory USING btree (parent_id);
CREATE INDEX discovery_marketcategory_path_eab64c89_like ON discovery_marketcategory USING btree (path varchar_pattern_ops);
CREATE INDEX discovery_marketcategory_slug_9da28f1f_like ON discovery_marketcategory USING btree (slug varchar_pattern_ops);
CREATE INDEX discovery_sale_listing_id_19e07cf3 ON discovery_sale USING btree (listing_id);
CREATE INDEX discovery_term_word_76f1a9c2_like ON discovery_term USING btree (word varchar_pattern_ops);
CREATE INDEX django_task_backend_071754_idx ON django_tasks_database_dbtaskresult USING btree (backend_name);
CREATE INDEX django_task_queue_n_99c321_idx ON django_tasks_database_dbtaskresult USING btree (queue_name);
CREATE INDEX facet_most_listings ON discovery_facetcount USING btree (place, facet, listings DESC, value);
CREATE UNIQUE INDEX hiding_asked_once ON public_reviews_hidingrequest USING btree (review) WHERE state::text = ANY (ARRAY['open'::character varying::text, 'hidden'::character varying::text]);
CREATE INDEX hiding_by_state ON public_reviews_hidingrequest USING btree (state, id DESC);
CREATE INDEX hiding_of_review ON public_reviews_hidingrequest USING btree (review, id DESC);
CREATE INDEX listed_category_least_worth ON discovery_listedprice USING btree (category_id, COALESCE(comparable, '999999999999999'::bigint::numeric), listing_id, starts_at, ends_at);
CREATE INDEX listed_category_most_worth ON discovery_listedprice USING btree (category_id, COALESCE(comparable, '-1'::integer::numeric), listing_id, starts_at, ends_at);
CREATE INDEX listed_least_worth ON discovery_listedprice USING btree (COALESCE(comparable, '999999999999999'::bigint::numeric), listing_id, starts_at, ends_at, retailer_id, category_id);
CREATE INDEX listed_most_worth ON discovery_listedprice USING btree (COALESCE(comparable, '-1'::integer::numeric), listing_id, starts_at, ends_at, retailer_id, category_id);
CREATE INDEX listed_retailer_least_worth ON discovery_listedprice USING btree (retailer_id, COALESCE(comparable, '999999999999999'::bigint::numeric), listing_id, starts_at, ends_at);
CREATE INDEX listed_retailer_most_worth ON discovery_listedprice USING btree (retailer_id, COALESCE(comparable, '-1'::integer::numeric), listing_id, starts_at, ends_at);
CREATE INDEX listing_best_rated ON discovery_listing USING btree (COALESCE(rating, 0::numeric), uuid) WHERE is_visible;
CREATE INDEX listing_brand_newest ON discovery_listing USING btree (brand_key, created_at, uuid) WHERE is_visible;
CREATE INDEX listing_category_highest ON discovery_listing USING btree (category_id, has_sales, comparable_max) WHERE comparable_max > comparable AND is_visible;
CREATE INDEX listing_category_least_worth ON discovery_listing USING btree (category_id, COALESCE(comparable, '999999999999999'::bigint::numeric), uuid) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_category_most_worth ON discovery_listing USING btree (category_id, COALESCE(comparable, '-1'::integer::numeric), uuid) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_category_newest ON discovery_listing USING btree (category_id, created_at, uuid) WHERE is_visible;
CREATE INDEX listing_highest ON discovery_listing USING btree (has_sales, comparable_max) WHERE comparable_max > comparable AND is_visible;
CREATE INDEX listing_least_worth ON discovery_listing USING btree (COALESCE(comparable, '999999999999999'::bigint::numeric), uuid, retailer_id, category_id) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_most_worth ON discovery_listing USING btree (COALESCE(comparable, '-1'::integer::numeric), uuid, retailer_id, category_id) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_newest ON discovery_listing USING btree (created_at, uuid) WHERE is_visible;
CREATE INDEX listing_reduced ON discovery_listing USING btree (uuid) WHERE is_visible AND is_reduced;
CREATE INDEX listing_retailer_featured ON discovery_listing USING btree (retailer_id, created_at, uuid) WHERE is_visible AND is_featured;
CREATE INDEX listing_retailer_highest ON discovery_listing USING btree (retailer_id, has_sales, comparable_max) WHERE comparable_max > comparable AND is_visible;
CREATE INDEX listing_retailer_least_worth ON discovery_listing USING btree (retailer_id, COALESCE(comparable, '999999999999999'::bigint::numeric), uuid) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_retailer_most_worth ON discovery_listing USING btree (retailer_id, COALESCE(comparable, '-1'::integer::numeric), uuid) WHERE NOT has_sales AND is_visible;
CREATE INDEX listing_retailer_newest ON discovery_listing USING btree (retailer_id, created_at, uuid) WHERE is_visible;
CREATE INDEX listing_retailer_pictured ON discovery_listing USING btree (retailer_id, is_featured, created_at, uuid) WHERE is_visible AND NOT images = '[]'::jsonb;
CREATE INDEX listing_search ON discovery_listing USING gin (search) WITH (gin_pending_list_limit='256');
CREATE INDEX listing_title ON discovery_listing USING btree (lower(title::text), uuid) WHERE is_visible;
CREATE INDEX notifications_notification_notified_at_9410afd5 ON notifications_notification USING btree (notified_at);
CREATE INDEX notifications_notificationchoice_user_id_804f593f ON notifications_notificationchoice USING btree (user_id);
CREATE UNIQUE INDEX one_default_address ON accounts_address USING btree (user_id) WHERE is_default;
CREATE UNIQUE INDEX one_open_request_per_order ON purchases_returnrequest USING btree (order_id) WHERE status::text = ANY (ARRAY['requested'::character varying::text, 'approved'::character varying::text]);
CREATE UNIQUE INDEX one_pending_export ON privacy_personalexport USING btree (user_id) WHERE status::text = 'pending'::text;
CREATE UNIQUE INDEX one_primary_domain ON tenants_domain USING btree (tenant_id) WHERE is_primary;
CREATE INDEX order_waits_for_cart ON payments_orderconfirmation USING btree (cart) WHERE purchase_id IS NULL;
CREATE INDEX payments_allocation_payment_id_8a92fa47 ON payments_allocation USING btree (payment_id);
CREATE INDEX payments_orderconfirmation_expires_at_7f5fce5b ON payments_orderconfirmation USING btree (expires_at);
CREATE INDEX payments_orderconfirmation_retailer_id_2068fc48 ON payments_orderconfirmation USING btree (retailer_id);
CREATE INDEX payments_orderconfirmation_user_id_78e82047 ON payments_orderconfirmation USING btree (user_id);
CREATE INDEX payments_receipt_allocation_id_cdd9ddd3 ON payments_receipt USING btree (allocation_id);
CREATE INDEX payments_refund_allocation_id_62b2561a ON payments_refund USING btree (allocation_id);
CREATE INDEX privacy_personalexport_user_id_30fee258 ON privacy_personalexport USING btree (user_id);
CREATE INDEX promotion_code_key ON promotions_promotion USING btree (code_key) WHERE NOT code_key::text = ''::text;
CREATE INDEX promotion_of_retailer ON promotions_promotion USING btree (retailer_id, id);
CREATE INDEX promotions_promotion_retailer_id_ce948278 ON promotions_promotion USING btree (retailer_id);
CREATE INDEX public_reviews_hidingrequest_asked_by_id_31ba2880 ON public_reviews_hidingrequest USING btree (asked_by_id);
CREATE INDEX public_reviews_hidingrequest_decided_by_id_73a0662b ON public_reviews_hidingrequest USING btree (decided_by_id);
CREATE INDEX public_reviews_hidingrequest_retailer_id_24a75161 ON public_reviews_hidingrequest USING btree (retailer_id);
CREATE INDEX public_reviews_reviewcopy_user_id_925b7d94 ON public_reviews_reviewcopy USING btree (user_id);
CREATE INDEX public_wishlists_wishlistitem_retailer_id_0a2323b0 ON public_wishlists_wishlistitem USING btree (retailer_id);
CREATE INDEX public_wishlists_wishlistitem_wishlist_id_9c22477a ON public_wishlists_wishlistitem USING btree (wishlist_id);
CREATE INDEX purchase_of_guest ON purchases_purchase USING btree (lower(email::text)) WHERE user_id IS NULL;
CREATE INDEX purchase_of_user ON purchases_purchase USING btree (user_id, placed_at DESC, id);
CREATE INDEX purchases_invoice_retailer_id_def6e071 ON purchases_invoice USING btree (retailer_id);
CREATE INDEX purchases_purchase_user_id_05c12ae8 ON purchases_purchase USING btree (user_id);
CREATE INDEX purchases_quote_cart_id_51592fa8 ON purchases_quote USING btree (cart_id);
CREATE INDEX purchases_quote_expires_at_4dbaef9c ON purchases_quote USING btree (expires_at);
CREATE INDEX purchases_retailerorder_number_79faddb1_like ON purchases_retailerorder USING btree (number varchar_pattern_ops);
CREATE INDEX purchases_retailerorder_purchase_id_f98be993 ON purchases_retailerorder USING btree (purchase_id);
CREATE INDEX purchases_retailerorder_retailer_id_c469ccdb ON purchases_retailerorder USING btree (retailer_id);
CREATE INDEX purchases_returnline_request_id_52e57ad6 ON purchases_returnline USING btree (request_id);
CREATE INDEX purchases_returnrequest_order_id_1a12e0b7 ON purchases_returnrequest USING btree (order_id);
CREATE UNIQUE INDEX receipt_stands_once ON payments_receipt USING btree (allocation_id) WHERE undone_at IS NULL;
CREATE INDEX requests_idempotencykey_created_at_148a5307 ON requests_idempotencykey USING btree (created_at);
CREATE INDEX requests_throttlecount_key_8bd4e671_like ON requests_throttlecount USING btree (key varchar_pattern_ops);
CREATE INDEX retailer_pages_due ON tenants_retailer USING btree (pages_due_at) WHERE pages_due_at IS NOT NULL;
CREATE INDEX retailer_place ON tenants_retailer USING btree (latitude, longitude) WHERE status::text = 'active'::text;
CREATE INDEX review_at_retailer ON public_reviews_reviewcopy USING btree (retailer_id, id DESC);
CREATE INDEX review_hidden_at_retailer ON public_reviews_reviewcopy USING btree (retailer_id, id DESC) WHERE NOT is_shown;
CREATE INDEX review_of_product ON public_reviews_reviewcopy USING btree (product, id DESC) WHERE is_shown;
CREATE INDEX review_of_product_helpful ON public_reviews_reviewcopy USING btree (product, helpful_count DESC, id DESC) WHERE is_shown;
CREATE INDEX review_of_retailer ON public_reviews_reviewcopy USING btree (retailer_id, id DESC) WHERE is_shown;
CREATE INDEX review_reported_at_retailer ON public_reviews_reviewcopy USING btree (retailer_id, id DESC) WHERE is_reported;
CREATE INDEX tasks_db_new_ordering_idx ON django_tasks_database_dbtaskresult USING btree (status, priority DESC, run_after, enqueued_at) WHERE status::text = 'READY'::text;
CREATE INDEX tenants_domain_domain_e75f0449_like ON tenants_domain USING btree (domain varchar_pattern_ops);
CREATE INDEX tenants_domain_is_primary_0abe1b9f ON tenants_domain USING btree (is_primary);
CREATE INDEX tenants_domain_tenant_id_3c778562 ON tenants_domain USING btree (tenant_id);
CREATE INDEX tenants_openinghours_retailer_id_54d942bd ON tenants_openinghours USING btree (retailer_id);
CREATE INDEX tenants_periodicjob_path_d9960b2a_like ON tenants_periodicjob USING btree (path varchar_pattern_ops);
CREATE INDEX tenants_retailer_schema_name_05455374_like ON tenants_retailer USING btree (schema_name varchar_pattern_ops);
CREATE INDEX tenants_retailer_slug_81cbe87b_like ON tenants_retailer USING btree (slug varchar_pattern_ops);
CREATE INDEX tenants_spareschema_schema_name_244dabcc_like ON tenants_spareschema USING btree (schema_name varchar_pattern_ops);
CREATE INDEX tenants_specialhours_retailer_id_11c0110a ON tenants_specialhours USING btree (retailer_id);
CREATE INDEX term_deletions ON discovery_term USING gin (deletions);
CREATE INDEX term_stem ON discovery_term USING btree (stem);
CREATE INDEX term_trigrams ON discovery_term USING gin (word gin_trgm_ops);
CREATE UNIQUE INDEX user_email_once ON accounts_user USING btree (lower(email::text));
CREATE INDEX websession_login ON accounts_websession USING btree (login);
CREATE INDEX websession_user ON accounts_websession USING btree (user_id, schema_name);
INSERT INTO "discovery_marketcategory" ("id", "path", "slug", "name", "position", "keywords", "parent_id") OVERRIDING SYSTEM VALUE VALUES
  (1, 'other', 'other', 'Other', 999, '[]', NULL);
SELECT setval('discovery_marketcategory_id_seq', 1);
ALTER TABLE "accounts_address" ADD CONSTRAINT "accounts_address_user_id_c8c74ddf_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_challenge" ADD CONSTRAINT "accounts_challenge_user_id_40ccc588_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_handoffcode" ADD CONSTRAINT "accounts_handoffcode_user_id_04033fbf_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_identity" ADD CONSTRAINT "accounts_identity_user_id_f7ddf146_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_profile" ADD CONSTRAINT "accounts_profile_user_id_49a85d32_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_recoverycode" ADD CONSTRAINT "accounts_recoverycode_user_id_994761d3_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_secondfactor" ADD CONSTRAINT "accounts_secondfactor_user_id_1e182b70_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_tokenfamily" ADD CONSTRAINT "accounts_tokenfamily_user_id_be700e5e_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "accounts_websession" ADD CONSTRAINT "accounts_websession_user_id_dad6a7c7_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "activities_activity" ADD CONSTRAINT "activities_activity_user_id_233a83a7_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cart_cart" ADD CONSTRAINT "cart_cart_user_id_9b4220b9_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cart_cartbasket" ADD CONSTRAINT "cart_cartbasket_cart_id_eafabb9d_fk_cart_cart_id" FOREIGN KEY (cart_id) REFERENCES cart_cart(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "cart_cartbasket_retailer_id_558d69c3_fk_tenants_retailer_id" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "cart_cartline" ADD CONSTRAINT "cart_cartline_basket_id_68d356c6_fk_cart_cartbasket_id" FOREIGN KEY (basket_id) REFERENCES cart_cartbasket(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_categorymapping" ADD CONSTRAINT "discovery_categoryma_category_id_f0a30d68_fk_discovery" FOREIGN KEY (category_id) REFERENCES discovery_marketcategory(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "discovery_categoryma_retailer_id_15fa960d_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_listedprice" ADD CONSTRAINT "discovery_listedpric_category_id_0193a88b_fk_discovery" FOREIGN KEY (category_id) REFERENCES discovery_marketcategory(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "discovery_listedpric_listing_id_d96d3be4_fk_discovery" FOREIGN KEY (listing_id) REFERENCES discovery_listing(uuid) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "discovery_listedpric_retailer_id_d43eb3d5_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_listing" ADD CONSTRAINT "discovery_listing_category_id_ae093cb8_fk_discovery" FOREIGN KEY (category_id) REFERENCES discovery_marketcategory(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "discovery_listing_retailer_id_978036fd_fk_tenants_retailer_id" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_listingvariant" ADD CONSTRAINT "discovery_listingvar_listing_id_12217b50_fk_discovery" FOREIGN KEY (listing_id) REFERENCES discovery_listing(uuid) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_marketcategory" ADD CONSTRAINT "discovery_marketcate_parent_id_2071f268_fk_discovery" FOREIGN KEY (parent_id) REFERENCES discovery_marketcategory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_rewriting" ADD CONSTRAINT "discovery_rewriting_retailer_id_fb28e606_fk_tenants_retailer_id" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "discovery_sale" ADD CONSTRAINT "discovery_sale_listing_id_19e07cf3_fk_discovery_listing_uuid" FOREIGN KEY (listing_id) REFERENCES discovery_listing(uuid) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "notifications_notificationchoice" ADD CONSTRAINT "notifications_notifi_user_id_804f593f_fk_accounts_" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_allocation" ADD CONSTRAINT "payments_allocation_order_id_b4ae7743_fk_purchases" FOREIGN KEY (order_id) REFERENCES purchases_retailerorder(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "payments_allocation_payment_id_8a92fa47_fk_payments_payment_id" FOREIGN KEY (payment_id) REFERENCES payments_payment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_orderconfirmation" ADD CONSTRAINT "payments_orderconfir_purchase_id_e8659785_fk_purchases" FOREIGN KEY (purchase_id) REFERENCES purchases_purchase(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "payments_orderconfir_retailer_id_2068fc48_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "payments_orderconfirmation_user_id_78e82047_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_payment" ADD CONSTRAINT "payments_payment_purchase_id_3a6a56c3_fk_purchases_purchase_id" FOREIGN KEY (purchase_id) REFERENCES purchases_purchase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_receipt" ADD CONSTRAINT "payments_receipt_allocation_id_cdd9ddd3_fk_payments_" FOREIGN KEY (allocation_id) REFERENCES payments_allocation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "payments_refund" ADD CONSTRAINT "payments_refund_allocation_id_62b2561a_fk_payments_" FOREIGN KEY (allocation_id) REFERENCES payments_allocation(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "payments_refund_request_id_6480dbfc_fk_purchases" FOREIGN KEY (request_id) REFERENCES purchases_returnrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "privacy_personalexport" ADD CONSTRAINT "privacy_personalexport_user_id_30fee258_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "promotions_promotion" ADD CONSTRAINT "promotions_promotion_retailer_id_ce948278_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public_reviews_hidingrequest" ADD CONSTRAINT "public_reviews_hidin_asked_by_id_31ba2880_fk_accounts_" FOREIGN KEY (asked_by_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "public_reviews_hidin_decided_by_id_73a0662b_fk_accounts_" FOREIGN KEY (decided_by_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "public_reviews_hidin_retailer_id_24a75161_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public_reviews_reviewcopy" ADD CONSTRAINT "public_reviews_revie_retailer_id_c7827ac7_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "public_reviews_reviewcopy_user_id_925b7d94_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public_wishlists_wishlist" ADD CONSTRAINT "public_wishlists_wishlist_user_id_150c2496_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "public_wishlists_wishlistitem" ADD CONSTRAINT "public_wishlists_wis_retailer_id_0a2323b0_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "public_wishlists_wis_wishlist_id_9c22477a_fk_public_wi" FOREIGN KEY (wishlist_id) REFERENCES public_wishlists_wishlist(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_invoice" ADD CONSTRAINT "purchases_invoice_order_id_2b3dcaa5_fk_purchases" FOREIGN KEY (order_id) REFERENCES purchases_retailerorder(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "purchases_invoice_retailer_id_def6e071_fk_tenants_retailer_id" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_invoiceseries" ADD CONSTRAINT "purchases_invoiceser_retailer_id_25f126db_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_purchase" ADD CONSTRAINT "purchases_purchase_user_id_05c12ae8_fk_accounts_user_id" FOREIGN KEY (user_id) REFERENCES accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_quote" ADD CONSTRAINT "purchases_quote_cart_id_51592fa8_fk_cart_cart_id" FOREIGN KEY (cart_id) REFERENCES cart_cart(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_retailerorder" ADD CONSTRAINT "purchases_retaileror_purchase_id_f98be993_fk_purchases" FOREIGN KEY (purchase_id) REFERENCES purchases_purchase(id) DEFERRABLE INITIALLY DEFERRED, ADD CONSTRAINT "purchases_retaileror_retailer_id_c469ccdb_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_returnline" ADD CONSTRAINT "purchases_returnline_request_id_52e57ad6_fk_purchases" FOREIGN KEY (request_id) REFERENCES purchases_returnrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "purchases_returnrequest" ADD CONSTRAINT "purchases_returnrequ_order_id_1a12e0b7_fk_purchases" FOREIGN KEY (order_id) REFERENCES purchases_retailerorder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "tenants_deliveryreach" ADD CONSTRAINT "tenants_deliveryreac_retailer_id_979ca6d2_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "tenants_domain" ADD CONSTRAINT "tenants_domain_tenant_id_3c778562_fk_tenants_retailer_id" FOREIGN KEY (tenant_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "tenants_openinghours" ADD CONSTRAINT "tenants_openinghours_retailer_id_54d942bd_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "tenants_specialhours" ADD CONSTRAINT "tenants_specialhours_retailer_id_11c0110a_fk_tenants_r" FOREIGN KEY (retailer_id) REFERENCES tenants_retailer(id) DEFERRABLE INITIALLY DEFERRED;
