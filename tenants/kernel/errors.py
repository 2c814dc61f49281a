"""Refusals: what a service answers when it may not, or cannot, do as asked."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A refusal that people and programs can act on.

    `code` is stable and names the problem type; `status` is the HTTP status;
    `title` says what is wrong, `detail` what to do; `fields` puts messages next to
    inputs ({"quantity": ["..."]}); `extra` travels in the API's problem document.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "This cannot be done."

    def __init__(
        self,
        detail: str = "",
        *,
        fields: dict[str, list[str]] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = fields or {}
        self.extra = extra


class NotFound(Refusal):
    code = "not-found"
    status = 404
    title = "There is no such thing here."


class NotAllowed(Refusal):
    code = "not-allowed"
    status = 403
    title = "You may not do this."


class Unusable(Refusal):
    """`fields` says of each value what is wrong with it."""

    code = "validation-error"
    status = 400
    title = "Some values cannot be used."


class Invalid(Refusal):
    code = "invalid"
    status = 422
    title = "Something in the request is not right."
