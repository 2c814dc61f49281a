"""Coffee, tea and good groceries."""

from decimal import Decimal

from marketplace.demo.shapes import NIGHT_HOURS, DemoShop, rows

PRODUCTS = rows(
    """
* House Espresso | coffee | 11.90 | Groceries > Coffee > Espresso | Weight: 250 g, 500 g, 1 kg | Chocolate, hazelnut, a long finish; our daily bread.
* Ethiopia Guji Filter | coffee | 13.50 | Groceries > Coffee > Filter | Weight: 250 g, 500 g, 1 kg | Washed; bergamot, peach and black tea.
Colombia Huila Filter | coffee | 12.50 | Groceries > Coffee > Filter | Weight: 250 g, 500 g | Red apple and caramel.
Brazil Cerrado Espresso | coffee | 10.90 | Groceries > Coffee > Espresso | Weight: 250 g, 500 g, 1 kg | Low acid, nutty, forgiving.
Kenya Nyeri Filter | coffee | 15.90 | Groceries > Coffee > Filter | Weight: 250 g | Blackcurrant and tomato leaf; not shy.
Decaf Mexico | coffee | 12.90 | Groceries > Coffee > Decaf | Weight: 250 g, 500 g | Decaffeinated with water, kept all its sweetness.
Cold Brew Bottle | bottle | 4.90 | Groceries > Coffee > Ready to drink | | Steeped for eighteen hours, 250 ml.
* Hand Grinder | grinder | 119.00 | Home > Kitchen > Coffee makers | | Steel burrs, forty clicks, fits in a rucksack.
Pour-over Dripper | dripper | 28.00 | Home > Kitchen > Coffee makers | Colour: White, Black | Porcelain, for one or two cups.
Filter Papers, 100 | paper | 6.50 | Home > Kitchen > Coffee makers | | Unbleached and rinsed.
Gooseneck Kettle | kettle | 79.00 | Home > Kitchen > Coffee makers | Finish: Steel, Matt black | Pours where you point.
Moka Pot | moka | 44.00 | Home > Kitchen > Coffee makers | Cups: 3, 6 | Aluminium, made as it was in 1933.
French Press | press | 49.00 | Home > Kitchen > Coffee makers | | Double-walled steel, one litre.
* Darjeeling First Flush | tea | 14.50 | Groceries > Tea | Weight: 50 g, 100 g | Picked in March; floral and brisk.
Sencha Kagoshima | tea | 12.00 | Groceries > Tea | Weight: 50 g, 100 g | Deep steamed, bright green.
Earl Grey, Loose | tea | 9.50 | Groceries > Tea | Weight: 100 g, 250 g | With real bergamot oil.
Rooibos Orange | tea | 7.90 | Groceries > Tea | | No caffeine, all comfort.
Peppermint, Whole Leaf | tea | 6.90 | Groceries > Tea | | Grown in the next valley.
Matcha for Drinking | tin | 29.00 | Groceries > Tea | | Stone-ground, 30 g.
Forest Honey | honey | 11.00 | Groceries > Sweet > Honey | Weight: 250 g, 500 g | Dark and malty.
Acacia Honey | honey | 12.00 | Groceries > Sweet > Honey | | Light, stays liquid.
Apricot Jam | jam | 6.90 | Groceries > Sweet > Jam | | Two parts fruit, one part sugar.
Sour Cherry Jam | jam | 6.90 | Groceries > Sweet > Jam | | The whole fruit, stones out.
Dark Chocolate 72 % | chocolate | 5.50 | Groceries > Sweet > Chocolate | | Single origin, 70 g.
Sea Salt Chocolate | chocolate | 5.90 | Groceries > Sweet > Chocolate | | Milk chocolate that knows the sea.
Granola, Oat and Almond | granola | 8.90 | Groceries > Breakfast | | Baked in small trays.
Extra Virgin Olive Oil | oil | 18.50 | Groceries > Pantry > Oil | Volume: 250 ml, 500 ml, 1 l | Pressed within four hours of picking.
Pumpkin Seed Oil | oil | 14.00 | Groceries > Pantry > Oil | | Dark green and nutty.
Balsamic Vinegar | oil | 16.00 | Groceries > Pantry > Oil | | Twelve years in five woods.
Spaghetti, Bronze-cut | pasta | 3.90 | Groceries > Pantry > Pasta | | Rough, so that sauce stays.
Smoked Paprika | tin | 4.80 | Groceries > Pantry > Spices | | Oak-smoked, sweet.
Black Pepper, Whole | jar | 5.20 | Groceries > Pantry > Spices | | From Kampot.
Tasting Box | box | 32.00 | Groceries > Gifts | | Four coffees, 60 g each, with a card.
""",
    brand="Grounds",
    step=Decimal("9.00"),
    stock=60,
)

SHOP = DemoShop(
    slug="grounds",
    name="Grounds",
    tagline="Roasted on Tuesdays, gone by Friday",
    trade="Coffee and groceries",
    currency="EUR",
    language="en",
    timezone="Europe/Vienna",
    city="Graz",
    country="AT",
    street="Sporgasse 21",
    postcode="8010",
    latitude="47.072600",
    longitude="15.438400",
    headline="Good mornings, by post",
    intro="We buy from eleven farms, roast in a drum from 1958, and send it the next day.",
    colours={"brand": "#1f5a46", "surface": "#f7f8f3", "ink": "#17231d", "accent": "#d08c3f"},
    fonts=("rounded", "humanist"),
    hours=NIGHT_HOURS,
    delivery_fee=Decimal("4.90"),
    free_over=Decimal("40"),
    products=PRODUCTS,
)
