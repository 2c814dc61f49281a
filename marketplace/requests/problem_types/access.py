"""Problems of who somebody is and what she may do."""

from marketplace.requests.problem_types.base import ProblemType

PROBLEMS = [
    ProblemType(
        "not-authenticated",
        401,
        "Log in first.",
        "The operation is for somebody who is known, and nobody is logged in.",
        "Log in and send `Authorization: Bearer <access>`; guests send their order's token.",
    ),
    ProblemType(
        "token-invalid",
        401,
        "The token is not valid.",
        "The token has expired, was ended, was made on another host, or was never ours.",
        "Exchange the refresh token at `auth/refresh/`; where that is refused, log in again.",
    ),
    ProblemType(
        "bad-credentials",
        401,
        "This login and password do not fit together.",
        "There is no account with both. Which of the two is wrong is not told.",
        "Check both, or reset the password.",
    ),
    ProblemType(
        "not-allowed",
        403,
        "You may not do this.",
        "You are known, but your role does not allow it here.",
        "Ask the shop's owner for the role, or use the right host.",
    ),
    ProblemType(
        "csrf-failed",
        403,
        "The CSRF token is missing or wrong.",
        "A browser's session writes only with the token of its own page.",
        "Send the `X-CSRFToken` header, or use a Bearer token instead of the session.",
    ),
    ProblemType(
        "handoff-refused",
        403,
        "This passage between shops is no longer valid.",
        "The one-time code that takes a login to another host was used or is too old.",
        "Go back to where you came from and follow the link again.",
    ),
    ProblemType(
        "unknown-account",
        404,
        "There is no account with this e-mail address.",
        "Told to operators and owners alone, when they name a person.",
        "Check the address; the person registers first.",
    ),
]
