"""The figures of one operation, and what one ping is."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Figures:
    """Times in milliseconds. `rps`, p50 and p95 at 16 clients; `alone_*` at one client.

    `statements` are data statements of one request, `control` SET, BEGIN, COMMIT and
    SAVEPOINT, `seen` the data statements that the database itself counted per request.
    `cpu_ms` is server_ms + database_ms, `pings` that divided by the yardstick's CPU.
    """

    name: str
    rps: float = 0.0
    p50_ms: float = 0.0
    p95_ms: float = 0.0
    statements: int | None = None
    control: int | None = None
    seen: float | None = None
    server_ms: float = 0.0
    database_ms: float = 0.0
    pings: float = 0.0
    alone_rps: float = 0.0
    alone_p50_ms: float = 0.0
    alone_p95_ms: float = 0.0
    budget_statements: int | None = None
    budget_pings: float | None = None
    budget_share: float | None = None  # of django-oscar-api's CPU
    page_of: str = ""  # the operation that answers the same over the API

    @property
    def cpu_ms(self) -> float:
        return self.server_ms + self.database_ms


@dataclass(slots=True)
class Results:
    yardstick: Figures
    operations: list[Figures] = field(default_factory=list)
    stock: list[Figures] = field(default_factory=list)

    def ratio(self, name: str) -> float | None:
        """CPU of ours to django-oscar-api's for the same operation."""
        return _ratio(_named(name, self.operations), _named(name, self.stock))

    def page_ratio(self, name: str) -> float | None:
        """CPU of a page to that of the API's answer with the same in it."""
        page = _named(name, self.operations)
        return _ratio(page, _named(page.page_of, self.operations)) if page else None


def _named(name: str, figures: list[Figures]) -> Figures | None:
    return next((one for one in figures if one.name == name), None)


def _ratio(one: Figures | None, other: Figures | None) -> float | None:
    return one.cpu_ms / other.cpu_ms if one and other and other.cpu_ms else None
