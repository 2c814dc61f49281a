"""The catalogue of all problems that are answered (`/problems/<code>`).

One list per subject; a list of a new subject is a module and a line in TOPICS. A test holds it
against every Refusal of the code.
"""

from marketplace.requests.problem_types import (
    access,
    afterwards,
    buying,
    frame,
    logins,
    people,
    shops,
)
from marketplace.requests.problem_types.base import ProblemType

# Title on the pages: its problems.
TOPICS: dict[str, list[ProblemType]] = {
    "Requests": frame.PROBLEMS,
    "People": access.PROBLEMS,
    "Codes, links and social logins": logins.PROBLEMS,
    "Profiles": people.PROBLEMS,
    "Cart and checkout": buying.PROBLEMS,
    "After a purchase": afterwards.PROBLEMS,
    "Shops and their catalogues": shops.PROBLEMS,
}
CATALOGUE: dict[str, ProblemType] = {
    one.code: one for problems in TOPICS.values() for one in problems
}

__all__ = ["CATALOGUE", "TOPICS", "ProblemType"]
