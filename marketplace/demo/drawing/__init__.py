"""Illustrated still lifes for the demo, drawn with Pillow alone."""
