"""Which way a shop may go: the table of its legal moves."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.kernel.errors import Refusal
from tenants.registry.models import Retailer

Status = Retailer.Status

MOVES: dict[str, frozenset[str]] = {
    Status.APPLIED: frozenset({Status.APPROVED, Status.CLOSED}),
    Status.APPROVED: frozenset({Status.ACTIVE, Status.SUSPENDED, Status.CLOSED}),
    Status.ACTIVE: frozenset({Status.SUSPENDED, Status.CLOSED}),
    Status.SUSPENDED: frozenset({Status.APPROVED, Status.ACTIVE, Status.CLOSED}),
    Status.CLOSED: frozenset(),
}


class IllegalShopMove(Refusal):
    code = "illegal-shop-move"
    title = _("The shop cannot go from where it stands to there.")
    meaning = _(
        "A shop is applied for, approved (coming soon), active, suspended or closed, and not every "
        "way leads further."
    )
    remedy = _("Look at its status and choose a move from there.")


def require_move(retailer: Retailer, to: str, *, source: str | None = None) -> None:
    """Raises IllegalShopMove unless the table allows it (and it stands at `source`, if given)."""
    wrong_source = source is not None and retailer.status != source
    if wrong_source or to not in MOVES[retailer.status]:
        raise IllegalShopMove(
            gettext("The status of %(name)s is %(status)s and cannot become %(to)s.")
            % {
                "name": retailer.name,
                "status": retailer.get_status_display(),
                "to": Status(to).label,
            },
            status_now=retailer.status,
            wanted=str(to),
        )
