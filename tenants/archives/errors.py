"""What goes wrong with archives, for whoever runs the command."""


class ArchiveError(Exception):
    """The sentence says what is wrong and what to do."""
