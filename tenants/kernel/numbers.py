"""Whole numbers as people and forms send them."""

LONGEST = 18  # digits; what PostgreSQL's bigint holds


def read_whole(text: str) -> int | None:
    """ "12" -> 12, "١٢" -> 12, in any script's digits; None for all else, "²" and "-1" too."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= LONGEST else None
