"""Text messages: templates/sms/<template>.txt, carried by what settings.SMS_CARRIER names.

`console` shows them where the worker runs, `mailbox` on the page /dev/mail, `memory` keeps them
for tests, `twilio` sends them over Twilio's HTTPS interface (one POST: its package would bring more
than it spares).
"""

import sys
from collections.abc import Callable

import requests
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from marketplace.notifications.channels.message import Message
from marketplace.notifications.mailbox import store_text

TIMEOUT_SECONDS = 10
outbox: list[tuple[str, str]] = []  # (number, text) of the carrier `memory`


class CarrierRefused(RuntimeError):
    """The carrier did not take the message; the task that sent it may try again."""


def send(message: Message) -> None:
    with translation.override(message.chosen_language):
        values = {**message.frame, **message.context}
        text = render_to_string(f"sms/{message.template}.txt", values).strip()
    CARRIERS[settings.SMS_CARRIER](message.to, text)


def _show(to: str, text: str) -> None:
    sys.stdout.write(f"SMS to {to}: {text}\n")
    sys.stdout.flush()


def _keep(to: str, text: str) -> None:
    outbox.append((to, text))


def _send_by_twilio(to: str, text: str) -> None:
    """Its answer's number of the error is told, never the account's secret."""
    account, sender = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_FROM
    kind = "MessagingServiceSid" if sender.startswith("MG") else "From"
    answer = requests.post(
        f"{settings.TWILIO_URL}/2010-04-01/Accounts/{account}/Messages.json",
        auth=(account, settings.TWILIO_AUTH_TOKEN),
        data={"To": to, kind: sender, "Body": text},
        timeout=TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    if answer.status_code != 201:
        raise CarrierRefused(f"Twilio answered {answer.status_code} {_reason(answer)}".strip())


def _reason(answer: requests.Response) -> str:
    try:
        return f"(error {answer.json()['code']})"
    except (ValueError, KeyError, TypeError):
        return ""


CARRIERS: dict[str, Callable[[str, str], None]] = {
    "console": _show,
    "mailbox": store_text,
    "memory": _keep,
    "twilio": _send_by_twilio,
}
