"""What an editor may choose; the stacks themselves are custom properties of galleria.css."""

from django.utils.translation import gettext_lazy as _

FONTS = [
    ("grotesk", _("Clear and close (sans serif)")),
    ("sans", _("Plain (the system's sans serif)")),
    ("humanist", _("Warm (humanist sans serif)")),
    ("rounded", _("Round")),
    ("old-style", _("Bookish (old-style serif)")),
    ("transitional", _("Newspaper (serif)")),
    ("slab", _("Sturdy (slab serif)")),
    ("mono", _("Typewriter")),
]

RADII = [
    (0, _("Square")),
    (6, _("Slightly round")),
    (14, _("Round")),
    (22, _("Very round")),
]
