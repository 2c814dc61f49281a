"""Refusals of a request before anything looks at what it asks."""

from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal


class MalformedRequest(Refusal):
    code = "malformed-request"
    status = 400
    title = _("The body cannot be read as JSON.")
    meaning = _(
        "The body is no JSON, is nested too deeply, or is not of the kind that was announced."
    )
    remedy = _("Send one JSON object in UTF-8 with `Content-Type: application/json`.")


class BodyRefused(Refusal):
    """A body that is not read; Django does not see its request, or not all of it."""


class BodyTooLarge(BodyRefused):
    code = "body-too-large"
    status = 413
    title = _("The body is too large.")
    meaning = _("The body is larger than this operation takes; `detail` tells its limit.")
    remedy = _("Send less, or in several requests.")


class BodyTooSlow(BodyRefused):
    code = "body-too-slow"
    status = 408
    title = _("The body came too slowly.")
    meaning = _(
        "It must be there within 20 seconds, and a second more for each 8 kB. Nothing was done."
    )
    remedy = _("Send it again over a better connection, with the same `Idempotency-Key`.")


class TooManyBodies(BodyRefused):
    code = "too-many-bodies"
    status = 503
    title = _("Too many bodies are being received.")
    meaning = _(
        "The web server has as many bodies on their way as it takes at once. Nothing was done."
    )
    remedy = _(
        "Wait for `Retry-After` seconds, then send the same request again, with the same "
        "`Idempotency-Key`."
    )
