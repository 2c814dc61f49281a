"""What is counted, and how a count stands."""

import hashlib
import time
from dataclasses import dataclass

# A window slides in so many steps. The step that is running is counted beside them, so that no
# span as long as the window ever sees more tries than the limit.
STEPS = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` tries in any `seconds`; beyond `free` ones each waits longer than the one before.

    The waits begin with `first` seconds, double, and are never longer than `longest`.
    """

    limit: int
    seconds: int
    free: int = 2**31 - 1
    first: int = 0
    longest: int = 0

    @property
    def step(self) -> float:
        return self.seconds / STEPS

    def slot(self, moment: float) -> int:
        """The number of the step that holds this moment (seconds since 1970)."""
        return int(moment // self.step)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose tries a scope counts; `key` names it in the stores without telling who it is."""

    scope: str
    rate: Rate
    name: str

    @property
    def key(self) -> str:
        """Of another length of the window the steps have other numbers: another key."""
        digest = hashlib.sha256(self.name.encode("utf-8", "backslashreplace")).hexdigest()[:32]
        return f"{self.scope}:{self.rate.seconds}:{digest}"


@dataclass(frozen=True, slots=True)
class Count:
    """How a subject stands after a try, which was counted or refused.

    `tries` in the window, oldest step first; the last of them is the step `slot`. `last_at` is
    the moment of the last try that was counted, 0 before the first.
    """

    subject: Subject
    is_counted: bool
    slot: int
    tries: tuple[int, ...]
    last_at: float

    @property
    def total(self) -> int:
        return sum(self.tries)

    @property
    def remaining(self) -> int:
        rate = self.subject.rate
        return max(0, min(rate.limit, rate.free) - self.total)

    def wait(self, now: float) -> int:
        """Seconds until a refused try may be repeated, or until the oldest one falls out."""
        if not self.is_counted and self.total < self.subject.rate.limit:
            return max(1, int(self.last_at + pause(self.subject.rate, self.total) - now) + 1)
        place = next((place for place, tries in enumerate(self.tries) if tries), STEPS)
        until = (self.slot + 1 + place) * self.subject.rate.step
        return max(1, int(until - now) + 1)


def pause(rate: Rate, total: int) -> int:
    """Seconds between the last of `total` tries and the next; the stores reckon the same."""
    beyond = total - rate.free
    return 0 if beyond < 0 else int(min(rate.longest, rate.first * 2 ** min(beyond, 30)))


def now() -> float:
    return time.time()
