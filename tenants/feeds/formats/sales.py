"""Sale prices that hold for a time, as the lists of other systems write them."""

import re
from datetime import date

from django.utils.translation import gettext

from tenants.feeds.formats.base import RowReader

# 1/26/24, as Magento writes days for whom it speaks American.
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(?:20)?(\d{2})\b")


def is_on_sale(reader: RowReader, field: str, begins: str, ends: str) -> bool:
    """Whether the sale of the cell `field` holds today; blank is open. A day that cannot be read
    is remarked, and the sale does not hold: nobody would sell at a price that is over."""
    today = reader.context.today
    try:
        return (_day(begins) or today) <= today <= (_day(ends) or today)
    except ValueError:
        reader.remark(
            field,
            gettext("When it holds cannot be read (%(days)s): the regular price is taken.")
            % {"days": " – ".join(text for text in (begins, ends) if text)[:60]},
        )
        return False


def _day(text: str) -> date | None:
    """Raises ValueError."""
    if not text:
        return None
    if match := _AMERICAN.match(text):
        month, day, year = map(int, match.groups())
        return date(2000 + year, month, day)
    return date.fromisoformat(text[:10])
