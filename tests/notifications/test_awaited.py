"""Letters that somebody waits for at a screen go before the others."""

import pytest

from marketplace.accounts import tasks as of_accounts
from marketplace.notifications.tasks import deliver_mail
from marketplace.payments import tasks as of_payments

AWAITED = [
    of_accounts.send_code,
    of_accounts.send_reset_link,
    of_accounts.send_verification,
    of_accounts.send_email_change,
    of_accounts.send_registration,
    of_payments.send_order_link,
]


@pytest.mark.parametrize("task", AWAITED, ids=lambda task: task.name)
def test_it_goes_before_what_only_tells(task):
    assert task.priority > deliver_mail.priority
