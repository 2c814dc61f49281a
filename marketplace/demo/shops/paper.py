"""Books and stationery."""

from decimal import Decimal

from marketplace.demo.shapes import LUNCH_BREAK_HOURS, DemoShop, rows

PRODUCTS = rows(
    """
* Dotted Notebook A5 | notebook | 18.00 | Stationery > Notebooks | Cover: Ochre, Forest, Ink, Blush | 192 pages of 100 g paper that ink does not bleed through.
Ruled Notebook A5 | notebook | 18.00 | Stationery > Notebooks | Cover: Ochre, Ink | Lies flat from the first page to the last.
* Pocket Notebook, Set of Three | notebook | 12.50 | Stationery > Notebooks | Cover: Mixed, Ink | Thin enough for every jacket.
Sketchbook A4 | notebook | 26.00 | Stationery > Notebooks | | 160 g paper, thread-sewn.
Weekly Planner | notebook | 24.00 | Stationery > Notebooks | Year: 2026, 2027 | A week on two pages, a month on one.
* Brass Ballpoint | pen | 39.00 | Stationery > Pens | | Solid brass that darkens where you hold it.
Fountain Pen | pen | 64.00 | Stationery > Pens | Nib: Extra fine, Fine, Medium, Broad | A steel nib that starts at once, every time.
Bottled Ink 50 ml | ink | 17.50 | Stationery > Pens | Colour: Midnight, Sepia, Moss, Plum | Drawn from plants and soot, safe in any pen.
Drawing Pencils, Tin of Twelve | pencil | 22.00 | Stationery > Pencils | | From 6B to 4H, cedar.
Mechanical Pencil | pencil | 28.00 | Stationery > Pencils | Lead: 0.5 mm, 0.7 mm | Knurled grip, two millimetres of cushion.
Coloured Pencils, Set of 24 | pencil | 34.00 | Stationery > Pencils | | Soft, bright, and easy to blend.
Pencil Case | pouch | 21.00 | Stationery > Desk | Colour: Ochre, Forest | Waxed canvas with a brass zip.
Desk Tray | tray | 42.00 | Stationery > Desk | | Oak, oiled; for pens, keys and small stones.
Paper Knife | knife | 19.00 | Stationery > Desk | | Still the nicest way to open a letter.
Washi Tape, Set of Five | tape | 14.00 | Stationery > Desk | | Tears straight, sticks softly.
Letter Paper and Envelopes | envelope | 23.00 | Stationery > Cards | Paper: Cream, Grey | Thirty sheets, twenty lined envelopes.
Greeting Cards, Botanical | card | 15.00 | Stationery > Cards | | Eight cards printed in three colours.
Birthday Card | card | 4.50 | Stationery > Cards | | Letterpress on cotton paper.
* The Quiet Harbour | book | 22.00 | Books > Fiction | Format: Hardcover, Paperback | A novel of three sisters and one lighthouse.
Eleven Winters | book | 14.00 | Books > Fiction | | Stories from a town where the snow stays.
A Field of Clocks | book | 19.90 | Books > Fiction | | A mystery that runs backwards.
The Baker's Arithmetic | book | 32.00 | Books > Cooking | | Ninety breads, explained in percentages.
One Pot, Seven Days | book | 28.00 | Books > Cooking | | Dinners for people who come home late.
Seeing Colour | book | 45.00 | Books > Art | | A painter looks at light, with 240 plates.
The Shape of Letters | book | 38.00 | Books > Art | | Two thousand years of writing by hand.
A Short History of Maps | book | 29.00 | Books > History | | How we learned to draw what we cannot see.
Moss and Stone | book | 26.00 | Books > Nature | | Walking slowly through five forests.
The Fox Who Counted | book | 16.00 | Books > Children | | Numbers up to twelve, and one very polite fox.
Where Does the River Sleep? | book | 15.50 | Books > Children | | A bedtime book with fold-out pages.
World Map Poster | poster | 35.00 | Home > Decoration > Posters | Size: 50 x 70 cm, 70 x 100 cm | Printed on uncoated paper, sent in a tube.
Alphabet Poster | poster | 25.00 | Home > Decoration > Posters | | Twenty-six letters cut in linoleum.
Book Cloth Tote | tote | 20.00 | Bags > Totes | Colour: Natural, Ink | Carries eleven paperbacks; we counted.
""",
    brand="Paper Lantern",
    step=Decimal("2.00"),
)

SHOP = DemoShop(
    slug="paper",
    name="Paper Lantern",
    tagline="Books, paper and what to write on it with",
    trade="Books and stationery",
    currency="EUR",
    language="en",
    timezone="Europe/Paris",
    city="Strasbourg",
    country="FR",
    street="Rue des Orfèvres 8",
    postcode="67000",
    latitude="48.582300",
    longitude="7.749300",
    headline="Begin on a fresh page",
    intro="A small shop between the cathedral and the river, with a chair by the window.",
    colours={"brand": "#2f4b7c", "surface": "#fafaf7", "ink": "#1d2430", "accent": "#c0792a"},
    fonts=("transitional", "old-style"),
    hours=LUNCH_BREAK_HOURS,
    delivery_fee=Decimal("4.50"),
    free_over=Decimal("50"),
    products=PRODUCTS,
)
