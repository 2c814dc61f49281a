"""The graph of a request for a return or refund. A move that is not listed is illegal."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from marketplace.purchases.models import ReturnRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

S = ReturnRequest.Status

MOVES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    ReturnRequest.Kind.RETURN: {
        S.REQUESTED: (S.APPROVED, S.REFUSED),
        S.APPROVED: (S.RECEIVED, S.REFUSED),
        S.RECEIVED: (S.REFUNDED,),
    },
    # Nothing comes back: the shop owes the money as soon as it agrees.
    ReturnRequest.Kind.REFUND: {
        S.REQUESTED: (S.APPROVED, S.REFUSED),
        S.APPROVED: (S.REFUNDED,),
    },
}

# What people read, buyers as well as the shop's staff.
LABELS: Final[dict[str, "StrOrPromise"]] = {
    S.REQUESTED: _("Waiting for the shop"),
    S.APPROVED: _("Agreed"),
    S.REFUSED: _("Refused"),
    S.RECEIVED: _("Goods came back"),
    S.REFUNDED: _("Paid back"),
}

# Pieces of these are not asked for again.
CLAIMS_PIECES: Final = frozenset({S.REQUESTED, S.APPROVED, S.RECEIVED, S.REFUNDED})


def legal_moves(*, kind: str, status: str, has_money: bool) -> list[str]:
    """Where nothing is to be paid back, nobody says that it was."""
    moves = MOVES[kind].get(status, ())
    return [str(move) for move in moves if has_money or move != S.REFUNDED]


def owes_money(*, kind: str, status: str) -> bool:
    """Whether reaching this status makes the shop owe what was asked for."""
    return status == (S.RECEIVED if kind == ReturnRequest.Kind.RETURN else S.APPROVED)
