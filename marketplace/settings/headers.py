"""What browsers are told about our pages: where code may come from, and what it may do there.

docs/decisions/0025 says why the editors have a policy of their own, and what that costs.
"""

from typing import Any

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF, UNSAFE_INLINE

from marketplace.settings import env

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Beginning of the path: what is allowed beyond that. Tools for people who are logged in as staff,
# written by others with code and styles inside their pages.
CONTENT_POLICY_ADDITIONS: dict[str, dict[str, list[str]]] = {
    "/cms/": {
        "script-src": [UNSAFE_INLINE],
        "style-src": [UNSAFE_INLINE],
        "img-src": ["blob:"],
        "frame-src": [SELF],
    },
    "/dashboard/": {"script-src": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]},
    "/admin/": {"style-src": [UNSAFE_INLINE]},
    "/admin-panel/db/": {"style-src": [UNSAFE_INLINE]},
    "/api/redoc": {"style-src": [UNSAFE_INLINE], "worker-src": ["blob:"]},
}
# No page of ours asks for any of these; what is embedded in one may not either.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer"),
        *("microphone", "midi", "payment", "screen-wake-lock", "serial", "usb"),
        "xr-spatial-tracking",
    )
}
# Sites of others whose scripts may call the API, `https://app.example`: by a token that they hold,
# as no cookie of ours goes along. None: no answer says a word of it, and nothing is asked.
CORS_ALLOWED_ORIGINS = env.listing("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = (
    *default_headers,
    *("accept-language", "idempotency-key", "if-match", "if-none-match", "traceparent"),
    *("x-cart-token", "x-order-token"),
)
CORS_EXPOSE_HEADERS = (
    *("Allow", "Content-Disposition", "Deprecation", "ETag", "Link", "Location", "Retry-After"),
    *("RateLimit", "RateLimit-Policy", "Sunset", "WWW-Authenticate", "X-Cart-Token", "X-Trace-Id"),
)
CORS_MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"] if CORS_ALLOWED_ORIGINS else []
