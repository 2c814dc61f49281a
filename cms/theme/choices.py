from django.utils.translation import gettext_lazy as _

"""What an editor may choose; the stacks themselves are custom properties of galleria.css."""

FONTS = [
    ("grotesk", _("Clear and close (sans serif)")),
    ("sans", "Plain (the system's sans serif)"),
    ("humanist", "Warm (humanist sans serif)"),
    ("rounded", "Round"),
    ("old-style", "Bookish (old-style serif)"),
    ("transitional", "Newspaper (serif)"),
    ("slab", "Sturdy (slab serif)"),
    ("mono", "Typewriter"),
]

RADII = [(0, "Square"), (6, _("Slightly round")), (14, "Round"), (22, _("Very round"))]
