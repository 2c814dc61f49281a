"""Problems that any operation may answer."""

from marketplace.requests.problem_types.base import ProblemType

PROBLEMS = [
    ProblemType(
        "validation-error",
        400,
        "Some values cannot be used.",
        "The body or the query was read, but a value is missing, of the wrong type or out of "
        "bounds. `errors` lists messages by field, nested ones as `shipping_address.city`.",
        "Show each message next to its field and send the corrected request.",
    ),
    ProblemType(
        "malformed-request",
        400,
        "The body cannot be read as JSON.",
        "The body is no JSON, is nested too deeply, or is not of the kind that was announced.",
        "Send one JSON object in UTF-8 with `Content-Type: application/json`.",
    ),
    ProblemType(
        "unknown-parameter",
        400,
        "A query parameter is not known here.",
        "The address carries a parameter that this operation does not have; `errors` names it. "
        "It is refused, since a filter that is silently ignored shows the wrong things.",
        "Correct its spelling, or leave it out.",
    ),
    ProblemType(
        "bad-cursor",
        400,
        "This page address is not one of ours.",
        "The `cursor` was not made by this list, or by other filters of it.",
        "Follow `next` and `previous` as they are; begin again without a cursor.",
    ),
    ProblemType(
        "not-found",
        404,
        "There is no such thing here.",
        "The address or the thing that it names does not exist on this host, or is not yours. "
        "The two are not told apart.",
        "Check the id and the host: a shop's host knows that shop's things only.",
    ),
    ProblemType(
        "method-not-allowed",
        405,
        "This address does not take that method.",
        "The `Allow` header lists the methods that it takes.",
        "Use one of them; the reference tells what each does.",
    ),
    ProblemType(
        "not-acceptable",
        406,
        "Only JSON can be answered.",
        "The `Accept` header leaves no form that this operation can answer in.",
        "Accept `application/json`, or send no `Accept` header.",
    ),
    ProblemType(
        "precondition-failed",
        412,
        "It is not as it was when you read it.",
        "The `If-Match` header names another state than the present one: somebody changed it.",
        "Read it again, show what changed, and send the change with the new `ETag`.",
    ),
    ProblemType(
        "body-too-slow",
        408,
        "The body came too slowly.",
        "It must be there within 20 seconds, and a second more for each 8 kB. Nothing was done.",
        "Send it again over a better connection, with the same `Idempotency-Key`.",
    ),
    ProblemType(
        "body-too-large",
        413,
        "The body is too large.",
        "The body is larger than this operation takes; `detail` tells its limit.",
        "Send less, or in several requests.",
    ),
    ProblemType(
        "unsupported-media-type",
        415,
        "Send JSON.",
        "The `Content-Type` is not one that this operation reads.",
        "Send `application/json`, or `multipart/form-data` where files are taken.",
    ),
    ProblemType(
        "invalid",
        422,
        "Something in the request is not right.",
        "Every value can be read, but they cannot be used together or not now.",
        "`detail` says why; `errors`, where present, names the fields.",
    ),
    ProblemType(
        "precondition-required",
        428,
        "This change needs an If-Match header.",
        "The change could undo somebody else's: it must say which state it was made for.",
        "Read the thing, keep its `ETag`, and send it back as `If-Match`.",
    ),
    ProblemType(
        "too-many-requests",
        429,
        "Too many tries.",
        "An account, an address or a key was tried too often. `RateLimit` and "
        "`RateLimit-Policy` tell how the counts stand.",
        "Wait for as many seconds as `Retry-After` says, then try again.",
    ),
    ProblemType(
        "server-error",
        500,
        "Something went wrong here; it was noted.",
        "A fault of ours. Nothing of the request was kept, unless it was answered before.",
        "Try again later; quote `trace_id` when you ask for help.",
    ),
    ProblemType(
        "busy",
        503,
        "Too much is going on here at the moment.",
        "Something that the request needs is held by others for too long, or too many slow "
        "requests of this host are being worked on. Nothing was changed, and an "
        "`Idempotency-Key` is free again.",
        "Wait for `Retry-After` seconds, then send the same request again, with the same key.",
    ),
    ProblemType(
        "unavailable",
        503,
        "The service is not available at the moment.",
        "The database is away, starts, is full, takes no changes or no more connections.",
        "Wait for `Retry-After` seconds, then send the same request again, with the same "
        "`Idempotency-Key`: if it was done in spite of this answer, it is not done twice.",
    ),
    ProblemType(
        "too-many-bodies",
        503,
        "Too many bodies are being received.",
        "The web server has as many bodies on their way as it takes at once. Nothing was done.",
        "Wait for `Retry-After` seconds, then send the same request again, with the same "
        "`Idempotency-Key`.",
    ),
    ProblemType(
        "unknown-host",
        404,
        "There is no shop at this address.",
        "The host name of the request belongs to no shop and is not the marketplace's.",
        "Take a shop's address from `url` of `/api/v1/retailers/`.",
    ),
    ProblemType(
        "refused",
        409,
        "This cannot be done.",
        "A refusal that has no name of its own.",
        "`detail` says why.",
    ),
    ProblemType(
        "idempotency-key-missing",
        400,
        "This needs an Idempotency-Key header.",
        "The operation must not happen twice, and so is done once per key.",
        "Make a new random text, such as a UUID, for each thing that is wanted.",
    ),
    ProblemType(
        "idempotency-key-malformed",
        400,
        "The Idempotency-Key cannot be used.",
        "It is too long, or has other than printable ASCII characters.",
        "Send a UUID.",
    ),
    ProblemType(
        "idempotency-key-in-flight",
        409,
        "The first request with this key is still being worked on.",
        "The same request is being worked on at this moment.",
        "Wait for `Retry-After` seconds and send the same request again: it answers the same.",
    ),
    ProblemType(
        "idempotency-key-reused",
        422,
        "This key was used for another request.",
        "The key came before with another body, and keeps that one's answer for 24 hours.",
        "Make a new key for a new wish; repeat a request with exactly its first body.",
    ),
]
