"""fpdf2's private parts that we stand on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, cast

from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.enums import TextDirection
from fpdf.line_break import Fragment

# Of a text: the runs of letters that one typeface writes, each with its family.
Runs = Callable[[str], Iterable[tuple[str, str]]]
# They have done their work when a line is in order, and no typeface has a shape for them.
BIDI_CONTROLS = dict.fromkeys(
    [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


class RunsPDF(FPDF):
    """Asks which typeface writes each run, and puts the runs of a line in the order of its bidi
    levels.

    By its own choice, letter by letter, the library parts marks and joiners from the letters they
    belong to, and shapes each alone; of the levels it knows no more than odd and even, so that a
    number inside of Hebrew turns it about in an English line.
    """

    def __init__(self, runs: Runs, **options: Any) -> None:
        super().__init__(**options)
        self.runs = runs

    def _preload_bidirectional_text(self, text: str, *_: Any, **__: Any) -> Sequence[Fragment]:
        shaping = cast(dict[str, Any], self.text_shaping)
        shaping["paragraph_direction"] = TextDirection.LTR
        fragments = []
        for direction, letters in _seen_order(text, shaping["direction"]):
            shaping["fragment_direction"] = direction
            pieces = list(self._parse_chars(letters))
            fragments += pieces[::-1] if direction is TextDirection.RTL else pieces
        return _turn_neighbours(fragments)

    def _parse_chars(self, text: str, *_: Any, **__: Any) -> Iterator[Fragment]:
        for family, letters in self.runs(text):
            state = self._get_current_graphics_state()
            has_style = f"{family}{state.font_style}" in self.fonts
            state.font_family = family
            state.font_style = state.font_style if has_style else ""
            state.current_font = self.fonts[f"{family}{state.font_style}"]
            yield Fragment(letters, state, self.k)


def _seen_order(text: str, base: TextDirection | None) -> Iterator[tuple[TextDirection, str]]:
    """Its runs as they are seen from left to right, each with its letters as they are read."""
    paragraph = BidiParagraph(text=text, base_direction=base, preserve_bn_chars=True)
    characters = paragraph.get_reordered_characters()
    for level, group in groupby(characters, key=lambda character: character.embedding_level):
        letters = "".join(character.character for character in group).translate(BIDI_CONTROLS)
        is_rtl = level % 2 == 1
        yield (TextDirection.RTL, letters[::-1]) if is_rtl else (TextDirection.LTR, letters)


def _turn_neighbours(fragments: list[Fragment]) -> Sequence[Fragment]:
    """The library turns neighbours that are read from the right once more when it draws them."""
    turned: list[Fragment] = []
    for direction, group in groupby(fragments, key=lambda fragment: fragment.fragment_direction):
        neighbours = list(group)
        turned += neighbours[::-1] if direction is TextDirection.RTL else neighbours
    return tuple(turned)
