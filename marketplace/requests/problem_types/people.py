"""Problems of what somebody keeps about herself."""

from marketplace.requests.problem_types.base import ProblemType

PROBLEMS = [
    ProblemType(
        "invitation-refused",
        410,
        "This invitation no longer works.",
        "The link was used or withdrawn, is older than two weeks, or is for a closed account.",
        "Have another invitation sent.",
    ),
    ProblemType(
        "invited-another",
        403,
        "This invitation is for another account.",
        "An account that has proven its address accepts its own invitations.",
        "Log in with the address that the invitation was sent to.",
    ),
    ProblemType(
        "confirmation-needed",
        403,
        "Prove that it is you.",
        "What cannot be taken back asks for the password, or for a login of the last ten minutes.",
        "Ask for the password, or log in again and repeat it within ten minutes.",
    ),
    ProblemType(
        "marketplace-only",
        403,
        "This is done at the marketplace.",
        "A shop's host says nothing of other shops, and this would.",
        "Ask the same on the marketplace's host; `detail` names the address.",
    ),
    ProblemType(
        "no-export",
        404,
        "There is no copy of your data yet.",
        "None was asked for, or the last one is older than a week.",
        "Ask for one with POST `users/me/export/`.",
    ),
    ProblemType(
        "export-not-ready",
        409,
        "Your copy is still being made.",
        "It is gathered from all shops in the background.",
        "Come back after `Retry-After`; an e-mail tells when it is ready.",
    ),
    ProblemType(
        "account-needed",
        409,
        "This account cannot be erased yet.",
        "It is an operator's, or that of the only owner of a shop; `shops` names them.",
        "Make somebody else an owner, or close the shop; operators hand over the office.",
    ),
    ProblemType(
        "address-book-full",
        409,
        "Your address book is full.",
        "It holds a hundred addresses.",
        "Remove one, or change one.",
    ),
    ProblemType(
        "notification-required",
        422,
        "This message is always sent.",
        "What concerns orders and the safety of the account cannot be switched off by e-mail.",
        "Leave it on; `required` of the preferences names them.",
    ),
]
