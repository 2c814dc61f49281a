"""The SQL of an idempotency key, but for its lock."""

from tenants.postgresql.statements import Prepared

FIND_KEY = Prepared(
    "find_key",
    """
    SELECT id, fingerprint, status, body, created_at FROM public.requests_idempotencykey
    WHERE actor = %(actor)s AND operation = %(operation)s AND key = %(key)s
    """,
)
# No row where the key was claimed before.
CLAIM_KEY = Prepared(
    "claim_key",
    """
    INSERT INTO public.requests_idempotencykey (actor, operation, key, fingerprint, created_at)
    VALUES (%(actor)s, %(operation)s, %(key)s, %(fingerprint)s, %(now)s)
    ON CONFLICT DO NOTHING
    RETURNING id
    """,
)
ANSWER_KEY = Prepared(
    "answer_key",
    """
    UPDATE public.requests_idempotencykey
    SET status = %(status)s, body = %(body)s, fingerprint = %(fingerprint)s, created_at = %(now)s
    WHERE id = %(id)s
    RETURNING id
    """,
)
