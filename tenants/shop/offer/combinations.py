"""Which of the offers to apply, and in what order, so that the shopper pays least.

docs/money.md has the rule with a worked table, docs/decisions/0016 why it is searched for so.
Nothing here asks the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from tenants.shop.offer.benefits import BY_PIECE, Application, Candidate, apply_offer, ceiling
from tenants.shop.offer.candidates import prune
from tenants.shop.offer.lines import OfferBasket, OfferLine, go_back, mark
from tenants.shop.offer.models import Benefit

# Of so many offers that meet, all combinations are compared ...
EXACT = 8
# ... until so many lines were looked at (5 microseconds each): of more offers sooner. From then
# on the first offer that gives something is taken, and the best so far counts.
MOST_LOOKS = 400_000
MOST_LOOKS_OF_MANY = 12_000

Rank = tuple[Decimal, int, int, list[int]]


def choose(candidates: Sequence[Candidate], basket: OfferBasket) -> list[Application]:
    """The best combination, applied to the basket; `candidates` are highest priority first.

    A code never makes it worse: where the search was cut short, what it finds without the
    last code is the least that it gives with it.
    """
    chosen: list[Application] = []
    for group in _groups(prune(candidates, basket)):
        chosen += _best(group, basket)
    order = sorted(chosen, key=lambda application: candidates.index(application.candidate))
    for application in chosen:
        apply_offer(application.candidate, basket)
    return order


def _best(group: Sequence[Candidate], basket: OfferBasket) -> list[Application]:
    search = Search(group, basket)
    search.run()
    codes = [
        candidate.code for candidate in sorted(group, key=attrgetter("place")) if candidate.code
    ]
    if search.is_complete or not codes:
        return search.best
    without = [candidate for candidate in group if candidate.code != codes[-1]]
    fewer = [application for part in _groups(without) for application in _best(part, basket)]
    return min(search.best, fewer, key=_rank)


def _rank(order: Sequence[Application]) -> Rank:
    """Least is best: most taken off, then fewest codes, fewest offers, the oldest offers."""
    pks = [application.candidate.offer.pk for application in order]
    codes = {application.candidate.code for application in order if application.candidate.code}
    off = sum((application.amount for application in order), Decimal(0))
    return -off, len(codes), len(order), sorted(pks)


def _groups(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """What an offer of one group gives leaves those of the other groups alone."""
    rest, full = list(candidates), _full_lines(candidates)
    while rest:
        group, grown = [rest.pop(0)], True
        while grown:
            joined = [
                candidate
                for candidate in rest
                if any(candidate.meets(other, full) for other in group)
            ]
            rest = [candidate for candidate in rest if candidate not in joined]
            group, grown = group + joined, bool(joined)
        yield sorted(group, key=candidates.index)


def _full_lines(candidates: Sequence[Candidate]) -> set[OfferLine]:
    """Lines of which the offers that combine may want more than they are worth."""
    parts: dict[OfferLine, Decimal] = {}
    for candidate in candidates:
        for line in candidate.lines:
            parts[line] = parts.get(line, Decimal(0)) + candidate.part_of(line)
    return {line for line, part in parts.items() if part > 1}


def _is_by_piece(candidate: Candidate) -> bool:
    return not candidate.is_custom and candidate.offer.benefit.type in BY_PIECE


def _most_off_a_piece(line: OfferLine, group: Iterable[Candidate]) -> Decimal:
    """By those of the offers that give so much for each piece."""
    price = line.unit_effective_price
    parts = [
        price * benefit.value / 100 if benefit.type == Benefit.PERCENTAGE else benefit.value
        for candidate in group
        for benefit in [candidate.offer.benefit]
        if _is_by_piece(candidate) and line in candidate.shelf
    ]
    return min(max(parts, default=Decimal(0)), price)


@dataclass(frozen=True, slots=True)
class Trial:
    """What an offer gives in a state, and the lines as they are then."""

    application: Application
    lines: list[Any]
    fee_left: Decimal


class Search:
    """Depth first, the largest gain first; a state that was reached as well is not left again.

    An order is a sequence of offers in which none comes before one of higher priority, each
    applied as often as it gives something, and none that gives nothing.
    """

    def __init__(self, group: Sequence[Candidate], basket: OfferBasket) -> None:
        self.group, self.basket = group, basket
        self.lines = sorted(
            {line for candidate in group for line in candidate.lines}, key=basket.lines.index
        )
        self.is_plain = all(candidate.is_plain for candidate in group)
        self.shared = frozenset(
            candidate.offer.pk for candidate in group if not candidate.offer.exclusive
        )
        self.is_large = len(group) > EXACT
        codes = {candidate.code for candidate in group if candidate.code}
        self.most = MOST_LOOKS_OF_MANY // (1 + len(codes)) if self.is_large else MOST_LOOKS
        self.dearest = {line: _most_off_a_piece(line, group) for line in self.lines}
        self.looks, self.best_rank = 0, _rank([])
        self.best: list[Application] = []
        self.totals: dict[Any, Decimal] = {}

    @property
    def is_complete(self) -> bool:
        return self.looks < self.most

    def run(self) -> None:
        rest = [(candidate, ceiling(candidate, self.basket)) for candidate in self.group]
        if self.is_large:
            rest.sort(key=lambda pair: -pair[1])  # those of most promise, should time run out
            self._try_densest_first(rest)
        self._visit([], Decimal(0), rest)

    def _try_densest_first(self, rest: list[tuple[Candidate, Decimal]]) -> None:
        """A combination to begin with: first what takes most off each piece that it uses."""
        before, fee_left = mark(self.lines), self.basket.fee_left

        def density(pair: tuple[Candidate, Decimal]) -> tuple[int, Decimal]:
            candidate, most = pair
            worth = sum((line.worth for line in candidate.lines), Decimal(0))
            return -candidate.offer.priority, -most / worth if worth else Decimal(0)

        applications = (
            apply_offer(candidate, self.basket) for candidate, _ in sorted(rest, key=density)
        )
        self.best = [application for application in applications if application]
        self.best_rank = _rank(self.best)
        go_back(before)
        self.basket.fee_left = fee_left

    def _visit(
        self, order: list[Application], total: Decimal, rest: list[tuple[Candidate, Decimal]]
    ) -> None:
        rank = _rank(order)
        if rank < self.best_rank:
            self.best, self.best_rank = order, rank
        if self._is_hopeless(total + self._most_by_pieces(rest)):
            return
        trials, rest = self._try_each(rest)
        for number, trial in enumerate(sorted(trials, key=lambda trial: -trial.application.amount)):
            application = trial.application
            if number and not self.is_complete:
                break
            later = [
                (other, most)
                for other, most in rest
                if other is not application.candidate
                and other.offer.priority <= application.candidate.offer.priority
            ]
            most = total + application.amount + sum((most for _, most in later), Decimal(0))
            if self._is_hopeless(most):
                continue
            with self._at(trial):
                if self._is_new([*order, application], total + application.amount, later):
                    self._visit([*order, application], total + application.amount, later)

    def _is_hopeless(self, most: Decimal) -> bool:
        """Of many offers those that only come to the same are not looked at."""
        return most < -self.best_rank[0] or (self.is_large and most == -self.best_rank[0])

    def _most_by_pieces(self, rest: Iterable[tuple[Candidate, Decimal]]) -> Decimal:
        """What the rest gives at most: no piece has more than one of these offers."""
        if not self.is_plain:
            return sum((most for _, most in rest), Decimal(0))
        whole = sum((most for candidate, most in rest if not _is_by_piece(candidate)), Decimal(0))
        for line, dearest in self.dearest.items():
            whole += dearest * (line.quantity - sum(line.used.values()))
        return whole

    def _try_each(
        self, rest: Iterable[tuple[Candidate, Decimal]]
    ) -> tuple[list[Trial], list[tuple[Candidate, Decimal]]]:
        """What each gives now, and those that may give something later, with the most they may."""
        trials: list[Trial] = []
        later: list[tuple[Candidate, Decimal]] = []
        for candidate, most in rest:
            if trials and not self.is_complete:
                later.append((candidate, most))
                continue
            trial = self._try(candidate)
            self.looks += len(candidate.lines) * (trial.application.times + 1 if trial else 1)
            falls = candidate.only_falls and (self.is_plain or candidate.is_delivery)
            if trial:
                trials.append(trial)
                later.append((candidate, trial.application.amount if falls else most))
            elif not falls:
                later.append((candidate, most))
        return trials, later

    def _try(self, candidate: Candidate) -> Trial | None:
        before, fee_left = mark(candidate.lines), self.basket.fee_left
        application = apply_offer(candidate, self.basket)
        if application is None:
            return None
        trial = Trial(application, mark(candidate.lines), self.basket.fee_left)
        go_back(before)
        self.basket.fee_left = fee_left
        return trial

    @contextmanager
    def _at(self, trial: Trial) -> Iterator[None]:
        before, fee_left = mark(trial.application.candidate.lines), self.basket.fee_left
        go_back(trial.lines)
        self.basket.fee_left = trial.fee_left
        yield
        go_back(before)
        self.basket.fee_left = fee_left

    def _is_new(
        self,
        order: list[Application],
        total: Decimal,
        rest: list[tuple[Candidate, Decimal]],
    ) -> bool:
        """Whether nothing as good has led to this state: then the rest can be no better either."""
        pks = frozenset(application.candidate.offer.pk for application in order)
        rest_pks = tuple(candidate.offer.pk for candidate, _ in rest)
        key = (pks, rest_pks, self.basket.fee_left, *map(self._state_of, self.lines))
        if self.totals.get(key, Decimal(-1)) >= total:
            return False
        self.totals[key] = total
        return True

    def _state_of(self, line: OfferLine) -> Any:
        """All that the offers to come can see of a line: not which exclusive offer used it."""
        if self.is_plain:
            return sum(line.used.values())
        mine = [(pk, pieces) for pk, pieces in line.used.items() if pk in self.shared]
        other = sum(pieces for pk, pieces in line.used.items() if pk not in self.shared)
        return other, tuple(sorted(mine)), line.reduction
