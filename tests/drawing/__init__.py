"""Draws the pictures of the demo, still lifes made with Pillow alone.

    python -m tests.drawing          the files that marketplace/demo/pictures lacks
    python -m tests.drawing --all    every file anew

The product holds the files and imports nothing of this. A new kind of thing is one function and
one line in its module's KINDS; a new shop also has a line in SCENES and one in LOGOS (files.py).
The same code, Pillow and libwebp write the same bytes again; commit a file anew only where the
picture is another.
"""
