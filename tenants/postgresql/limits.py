"""How long a session's statements may take; PostgreSQL itself ends what takes longer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: of one statement, of waiting for one lock, of a transaction that does nothing."""

    statement: int
    lock: int
    idle: int

    def settings(self) -> dict[str, str]:
        return {
            "statement_timeout": f"{self.statement}s",
            "lock_timeout": f"{self.lock}s",
            "idle_in_transaction_session_timeout": f"{self.idle}s",
        }


NAMES = tuple(Limits(0, 0, 0).settings())


def set_limits(limits: Limits | None) -> str:
    """SQL that has the session keep to them; None: to what role and database say by themselves."""
    if limits is None:
        return "; ".join(f"SET {name} = DEFAULT" for name in NAMES)
    return "; ".join(f"SET {name} = '{value}'" for name, value in limits.settings().items())
