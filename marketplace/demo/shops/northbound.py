"""Outdoor and cycling."""

from decimal import Decimal

from marketplace.demo.shapes import SHOP_HOURS, DemoShop, rows

PRODUCTS = rows(
    """
* Day Pack 22 l | backpack | 89.00 | Sports > Hiking > Backpacks | Colour: Moss, Slate, Sun | Light, closes against rain, with a pocket where you want one.
* Trek Pack 48 l | backpack | 179.00 | Sports > Hiking > Backpacks | Back: S, M, L | Carries twelve kilos as if they were nine.
Roll-top Bag | pannier | 109.00 | Sports > Cycling > Bags | Colour: Slate, Sun | Waterproof, clicks onto a rack.
* Two-person Tent | tent | 349.00 | Sports > Camping > Tents | Colour: Moss, Sun | Pitched in four minutes, 1.9 kg.
Family Tent | tent | 599.00 | Sports > Camping > Tents | | Four sleep, six play cards.
Tarp 3 x 3 m | tent | 119.00 | Sports > Camping > Tents | | Nineteen loops and a good idea.
Down Sleeping Bag | sleepingbag | 289.00 | Sports > Camping > Sleeping | Length: Regular, Long | Comfort at minus four.
Sleeping Mat | mat | 95.00 | Sports > Camping > Sleeping | | Insulated, 480 g, no rustling.
Camp Stove | stove | 74.00 | Sports > Camping > Cooking | | Boils half a litre in two minutes.
Titanium Pot | camp_pot | 59.00 | Sports > Camping > Cooking | Volume: 600 ml, 900 ml | Weighs as much as a letter.
Enamel Mug | mug | 14.90 | Sports > Camping > Cooking | Colour: Moss, Slate, Sun | Chips with dignity.
Head Torch | torch | 54.00 | Sports > Camping > Light | | 400 lumens, charges by USB-C.
Camp Lantern | lantern | 62.00 | Sports > Camping > Light | | Warm light for a table of six.
Merino T-Shirt | tshirt | 69.00 | Fashion > Tops | Colour: Moss, Slate, Sun; Size: S, M, L, XL | Four days without washing; we asked around.
Fleece Hoodie | hoodie | 98.00 | Fashion > Jumpers | Colour: Moss, Slate; Size: S, M, L, XL | Made of bottles, feels like none.
Rain Jacket | jacket | 229.00 | Fashion > Jackets | Colour: Slate, Sun; Size: S, M, L, XL | Three layers, all seams taped.
Wool Beanie | beanie | 32.00 | Fashion > Hats | Colour: Moss, Slate, Sun | Knitted in one piece.
Cap | cap | 29.00 | Fashion > Hats | Colour: Moss, Slate | Dries on your head.
Hiking Boots | boot | 219.00 | Fashion > Shoes | Size: 38, 39, 40, 41, 42, 43, 44, 45 | Resoleable, so keep them.
Trail Shoes | sneaker | 139.00 | Fashion > Shoes | Size: 38, 39, 40, 41, 42, 43, 44, 45 | Grip on wet roots.
Trekking Poles | poles | 84.00 | Sports > Hiking > Poles | | Cork grips, three parts.
Water Bottle 750 ml | flask | 27.00 | Sports > Hiking > Bottles | Colour: Moss, Slate, Sun | Keeps cold for a day.
Water Filter | flask | 49.00 | Sports > Hiking > Bottles | | Drink from the stream.
Compass | compass | 35.00 | Sports > Hiking > Navigation | | Needs no battery and never will.
* City Bicycle | bicycle | 899.00 | Sports > Cycling > Bicycles | Frame: 50 cm, 54 cm, 58 cm | Eight gears in the hub, lights that stay on.
Gravel Bicycle | bicycle | 1690.00 | Sports > Cycling > Bicycles | Frame: 50 cm, 54 cm, 58 cm | For roads that end.
Bicycle Helmet | helmet | 89.00 | Sports > Cycling > Helmets | Colour: Slate, Sun; Size: M, L | A magnet closes it with one hand.
Bicycle Lock | lock | 64.00 | Sports > Cycling > Accessories | | Steel links in a soft sleeve.
Bell, Brass | bell | 19.50 | Sports > Cycling > Accessories | | Rings for eleven seconds.
Floor Pump | pump | 49.00 | Sports > Cycling > Tools | | Fits every valve.
Multi-tool | tool | 38.00 | Sports > Cycling > Tools | | Seventeen functions, one of them for bottles.
Picnic Blanket | blanket | 58.00 | Sports > Camping > Comfort | Colour: Moss, Sun | Wool on top, dry below.
Folding Chair | chair | 79.00 | Sports > Camping > Comfort | | 900 g, holds a bear.
""",
    brand="Northbound",
    step=Decimal("0"),
    stock=18,
)

SHOP = DemoShop(
    slug="northbound",
    name="Northbound",
    tagline="Gear for going further, slowly",
    trade="Outdoor and cycling",
    currency="EUR",
    language="en",
    timezone="Europe/Helsinki",
    city="Tampere",
    country="FI",
    street="Hämeenkatu 5",
    postcode="33100",
    latitude="61.497800",
    longitude="23.761000",
    headline="Go where the map turns green",
    intro="Everything here was carried up something by one of us before it got a price.",
    colours={"brand": "#b8421f", "surface": "#f6f7f8", "ink": "#1b2228", "accent": "#3c6e71"},
    fonts=("grotesk", "sans"),
    hours=SHOP_HOURS,
    delivery_fee=Decimal("7.90"),
    free_over=Decimal("120"),
    products=PRODUCTS,
)
