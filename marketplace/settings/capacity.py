"""How many requests are served at once, and how long what they ask of PostgreSQL may take."""

from marketplace.settings import env

# Of one web process. tenants/registry/gate.py says how hosts share them.
WEB_THREADS = env.integer("WEB_THREADS", default=8, minimum=1)
# A thread's session with PostgreSQL is replaced when it has been in more schemas than these
# (docs/decisions/0046-sessions-are-replaced.md): each takes memory there until the session ends.
SESSION_SCHEMAS = env.integer("SESSION_SCHEMAS", default=100, minimum=1)

# Seconds. A request is answered with 503 when it meets one of them (tenants/registry/outages.py).
REQUEST_LIMITS = {
    "statement": env.integer("REQUEST_STATEMENT_SECONDS", default=15, minimum=1),
    "lock": env.integer("REQUEST_LOCK_SECONDS", default=5, minimum=1),
    "idle": env.integer("REQUEST_IDLE_SECONDS", default=30, minimum=1),
}
# A background task is tried again.
TASK_LIMITS = {
    "statement": env.integer("TASK_STATEMENT_SECONDS", default=600, minimum=1),
    "lock": env.integer("TASK_LOCK_SECONDS", default=30, minimum=1),
    "idle": env.integer("TASK_IDLE_SECONDS", default=600, minimum=1),
}
