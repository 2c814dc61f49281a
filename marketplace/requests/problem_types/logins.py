"""Problems of codes, links and social logins."""

from marketplace.requests.problem_types.base import ProblemType

PROBLEMS = [
    ProblemType(
        "code-refused",
        422,
        "This code does not work.",
        "It is wrong, was used, is older than five minutes, or was answered five times. Which of "
        "these is not told.",
        "Let the person look again; after that ask for a new code at `auth/request-otp/`.",
    ),
    ProblemType(
        "second-factor-needed",
        401,
        "Your second factor is needed.",
        "The account has one, and this door has proven the first factor only: a password, a code "
        "that was sent, a social login.",
        "Send `challenge` with the code of the authenticator app, or a recovery code, to "
        "`auth/verify-otp/` (a browser: to `auth/sessions/`) before `expires_in` seconds are over.",
    ),
    ProblemType(
        "second-factor-required",
        403,
        "Set up a second factor first.",
        "Operators must have one, and so must the staff of a shop whose owner wants it.",
        "Set one up at `auth/second-factor/`, or on the account's page.",
    ),
    ProblemType(
        "second-factor-on",
        409,
        "You have a second factor already.",
        "An account has one secret at a time.",
        "Switch it off at `auth/second-factor/off/` before you set up another.",
    ),
    ProblemType(
        "step-up-needed",
        403,
        "Prove once more that it is you.",
        "What is dangerous wants a login that is not older than ten minutes.",
        "Send a code, or the password if there is no second factor, to `auth/confirm/`, and repeat "
        "the request.",
    ),
    ProblemType(
        "link-refused",
        422,
        "This link no longer works.",
        "Its token was used, is too old, was altered, or is for an address that has changed.",
        "Have a new one sent: `auth/password/reset/` or `auth/resend-verification/`.",
    ),
    ProblemType(
        "social-login-refused",
        401,
        "This login could not be confirmed.",
        "The provider's token or code is expired, was used, is meant for another app, or its "
        "nonce does not fit; or the account is closed.",
        "Begin the provider's login again, with a new nonce.",
    ),
    ProblemType(
        "social-email-needed",
        422,
        "The provider tells no address of yours that we could use.",
        "It told no e-mail address, or one that it has not confirmed and that an account has.",
        "Ask for the permission to see the address, or log in in another way.",
    ),
    ProblemType(
        "provider-unavailable",
        503,
        "The provider of this login does not answer.",
        "Its keys or its tokens could not be fetched in time.",
        "Try again after `Retry-After` seconds, or offer another way to log in.",
    ),
]
