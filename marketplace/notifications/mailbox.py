"""A folder in place of a mail server, on a machine of one's own: its page is /dev/mail.

A file a letter, named by when it came; whole before it is seen, as the worker writes and the web
reads. The newest MOST_LETTERS stay.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage as Mail
from django.core.mail.backends.base import BaseEmailBackend

MOST_LETTERS = 500
ENDING = ".eml"


@dataclass(frozen=True, slots=True)
class Letter:
    """`html` is "" for a mail of plain text and for a text message."""

    id: str
    arrived_at: datetime
    sender: str
    to: str
    subject: str
    text: str
    html: str


class MailboxBackend(BaseEmailBackend):
    """What settings.EMAIL_BACKEND names to put mails into the folder."""

    def send_messages(self, email_messages: Iterable[Mail]) -> int:
        mails = list(email_messages)
        for mail in mails:
            _store(mail.message().as_bytes())
        return len(mails)


def store_text(to: str, text: str) -> None:
    """A text message: `to` is a number."""
    letter = EmailMessage()
    letter["To"] = to
    letter["Subject"] = "SMS"
    letter.set_content(text)
    _store(letter.as_bytes())


def list_letters(limit: int) -> list[Letter]:
    """The newest first; none where there is no folder yet."""
    letters = (_read(path) for path in _paths()[:limit])
    return [letter for letter in letters if letter is not None]


def find_letter(letter_id: str) -> Letter | None:
    """Only names that the folder has are opened."""
    return next((_read(path) for path in _paths() if path.stem == letter_id), None)


def _folder() -> Path:
    folder: Path | None = settings.MAILBOX_DIR
    if folder is None:
        raise ImproperlyConfigured("There is no mailbox with these settings: see EMAIL_BACKEND.")
    return folder


def _paths() -> list[Path]:
    """Their names begin with nanoseconds, of as many digits until the year 2286."""
    return sorted(_folder().glob(f"*{ENDING}"), reverse=True)


def _store(content: bytes) -> None:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{time.time_ns()}-{token_hex(4)}"
    unfinished = folder / f"{name}.part"
    unfinished.write_bytes(content)
    unfinished.rename(folder / f"{name}{ENDING}")
    for path in _paths()[MOST_LETTERS:]:
        path.unlink(missing_ok=True)


def _read(path: Path) -> Letter | None:
    """None for one that was cleared meanwhile."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    letter = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(content)
    return Letter(
        id=path.stem,
        arrived_at=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 10**9, UTC),
        sender=str(letter["From"] or ""),
        to=str(letter["To"] or ""),
        subject=str(letter["Subject"] or ""),
        text=_body(letter, "plain"),
        html=_body(letter, "html"),
    )


def _body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
