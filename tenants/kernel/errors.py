"""Refusals: what a service answers when it may not, or cannot, do as asked."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """A refusal that people and programs can act on.

    Of the kind, translated where it is shown: `code` is stable and names the problem type;
    `status` is the HTTP status; `title` says what is wrong. The page of the problem type adds
    when it is answered (`meaning`) and what to do (`remedy`); `names` stand between backticks.
    Of the case, translated where it is raised: `detail` says what to do; `fields` puts messages
    next to inputs ({"quantity": ["..."]}); `extra` travels in the API's problem document.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    title: ClassVar["StrOrPromise"] = _("This cannot be done.")
    meaning: ClassVar["StrOrPromise"] = _("A refusal that has no name of its own.")
    remedy: ClassVar["StrOrPromise"] = _("`detail` says why.")

    def __init__(
        self,
        detail: "StrOrPromise" = "",
        *,
        fields: dict[str, list[str]] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = str(detail)
        self.fields = fields or {}
        self.extra = extra

    @property
    def sentence(self) -> str:
        """What a page says of it."""
        return f"{self.title} {self.detail}".strip()


class NotFound(Refusal):
    code = "not-found"
    status = 404
    title = _("There is no such thing here.")
    meaning = _(
        "The address or the thing that it names does not exist on this host, or is not yours. The "
        "two are not told apart."
    )
    remedy = _("Check the id and the host: a shop's host knows that shop's things only.")


class NotAllowed(Refusal):
    code = "not-allowed"
    status = 403
    title = _("You may not do this.")
    meaning = _("You are known, but your role does not allow it here.")
    remedy = _("Ask the shop's owner for the role, or use the right host.")


class Unusable(Refusal):
    """`fields` says of each value what is wrong with it."""

    code = "validation-error"
    status = 400
    title = _("Some values cannot be used.")
    meaning = _(
        "The body or the query was read, but a value is missing, of the wrong type or out of "
        "bounds. `errors` lists messages by field, nested ones as `shipping_address.city`."
    )
    remedy = _("Show each message next to its field and send the corrected request.")


class Invalid(Refusal):
    code = "invalid"
    status = 422
    title = _("Something in the request is not right.")
    meaning = _("Every value can be read, but they cannot be used together or not now.")
    remedy = _("`detail` says why; `errors`, where present, names the fields.")
