"""The ways a message reaches a person, behind one call: a module and a line in CHANNELS each.

A channel talks to the network and may raise: call it from a task, outside of transactions.
"""

from collections.abc import Callable

from marketplace.notifications.channels import email, sms
from marketplace.notifications.channels.message import Message

__all__ = ["CHANNELS", "Message", "send"]

CHANNELS: dict[str, Callable[[Message], None]] = {"email": email.send, "sms": sms.send}


def send(channel: str, message: Message) -> None:
    """Send now, in the name of the shop in whose schema this runs. Raises what the carrier does."""
    CHANNELS[channel](message)
