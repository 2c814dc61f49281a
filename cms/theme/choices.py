"""What an editor may choose; the stacks themselves are custom properties of galleria.css."""

FONTS = [
    ("grotesk", "Clear and close (sans serif)"),
    ("sans", "Plain (the system's sans serif)"),
    ("humanist", "Warm (humanist sans serif)"),
    ("rounded", "Round"),
    ("old-style", "Bookish (old-style serif)"),
    ("transitional", "Newspaper (serif)"),
    ("slab", "Sturdy (slab serif)"),
    ("mono", "Typewriter"),
]

RADII = [(0, "Square"), (6, "Slightly round"), (14, "Round"), (22, "Very round")]
