"""What people received: e-mails and text messages, after the worker has sent them."""

import re

from django.core import mail

from marketplace.notifications.channels import sms
from tenants.tasks.runner import run_all

CODE = re.compile(r"\b\d{6}\b")


def codes_by_mail(address):
    """The codes that this address was sent, oldest first."""
    run_all()
    letters = [
        letter for letter in mail.outbox if letter.to == [address] and letter.subject == "Your code"
    ]
    return [CODE.search(letter.body)[0] for letter in letters]


def codes_by_sms(number):
    run_all()
    return [CODE.search(text)[0] for to, text in sms.outbox if to == number]


def last_mail(address):
    """Whatever else the worker had to send."""
    run_all()
    return [letter for letter in mail.outbox if letter.to == [address]][-1]


def links_by_mail(address, kind):
    """The local paths that begin with `kind` in what this address was sent."""
    run_all()
    texts = "\n".join(letter.body for letter in mail.outbox if letter.to == [address])
    return re.findall(rf"https?://[^/\s]+({kind}\S+)", texts)
