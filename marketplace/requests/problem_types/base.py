"""What one kind of problem is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemType:
    """`code` is the end of its URI; `meaning` says when it is answered, `remedy` what to do."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str
