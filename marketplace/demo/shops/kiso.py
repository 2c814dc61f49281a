"""Wood, textiles and lacquer from Japan, priced in a currency without decimals."""

from decimal import Decimal

from marketplace.demo.shapes import CAFE_HOURS, DemoShop, rows

PRODUCTS = rows(
    """
* Cedar Bento Box | box | 6800 | Home > Kitchen > Storage | Size: One tier, Two tiers | Bent from a single strip of cedar.
* Lacquer Bowl | bowl | 9200 | Home > Kitchen > Bowls | Colour: Red, Black | Wood under twelve coats of lacquer.
Chopsticks, Pair | chopsticks | 1800 | Home > Kitchen > Cutlery | Wood: Cherry, Chestnut | Eight-sided, rest lightly.
Chopstick Rests, Set of Five | tray | 2400 | Home > Kitchen > Cutlery | | Five pebbles from five rivers.
Rice Scoop | spoon | 1500 | Home > Kitchen > Tools | | Cypress; the rice does not stick.
Cutting Board | board | 7400 | Home > Kitchen > Tools | Size: Small, Large | Ginkgo heals its own cuts.
Kitchen Knife, Santoku | knife | 16500 | Home > Kitchen > Tools | Length: 165 mm, 180 mm | Folded steel, magnolia handle.
* Iron Tea Kettle | teapot | 24800 | Home > Kitchen > Tea | | Cast in sand; softens water.
Tea Caddy | tin | 5200 | Home > Kitchen > Tea | Finish: Cherry bark, Brass | The lid sinks by its own weight.
Tea Whisk | whisk | 3200 | Home > Kitchen > Tea | | A hundred tines from one bamboo.
Sake Set | jug | 8900 | Home > Kitchen > Glasses | | One flask, two cups.
Glass Tumbler | glass | 3600 | Home > Kitchen > Glasses | Colour: Clear, Blue | Blown, then ground on stone.
Linen Noren Curtain | curtain | 12800 | Home > Textiles | Colour: Indigo, Natural | Hangs in a doorway and moves with you.
Indigo Tea Towel | towel | 2200 | Home > Textiles | Pattern: Waves, Hemp leaf, Scales | Dyed eleven times.
Hand Towel | towel | 1600 | Home > Textiles | Pattern: Waves, Hemp leaf | Thin cotton that dries in an hour.
* Furoshiki Cloth | cloth | 3400 | Home > Textiles | Colour: Indigo, Persimmon, Pine | Wraps a bottle, a book or a melon.
Cushion | cushion | 7800 | Home > Textiles | Colour: Indigo, Natural | Filled with cotton by hand.
Wool Blanket | blanket | 21000 | Home > Textiles | Colour: Indigo, Natural | Woven on looms from the fifties.
Paper Lantern | lamp | 14200 | Home > Lighting | Size: 30 cm, 45 cm | Bamboo ribs, mulberry paper.
Bedside Lamp | lamp | 18600 | Home > Lighting | | A lantern that learned to sit.
Incense, Hinoki | incense | 1900 | Home > Decoration > Candles | Scent: Hinoki, Sandalwood | Forty sticks.
Wind Bell | bell | 4300 | Home > Decoration > Bells | | Cast iron with a long, low voice.
Ikebana Vase | vase | 11800 | Home > Decoration > Vases | | Wide and shallow, with a pin holder.
Low Stool | stool | 26500 | Home > Furniture | | Chestnut, joined without a nail.
Tray, Round | tray | 6900 | Home > Kitchen > Trays | Size: 24 cm, 30 cm | Turned from zelkova.
Broom | broom | 5800 | Home > Cleaning | | Sorghum, tied in the old way.
Bath Bucket | bucket | 8200 | Home > Bath | | Sawara cypress, copper hoops.
Bath Salts, Yuzu | canister | 1400 | Home > Bath | | For the evening after the mountain.
Carpenter's Pencil | pencil | 600 | Stationery > Pencils | | Flat, so that it stays on the roof.
Washi Notebook | notebook | 2800 | Stationery > Notebooks | Cover: Indigo, Persimmon | Bound with four stitches.
Brush Pen | pen | 1200 | Stationery > Pens | | A brush for people without ink stones.
Spinning Top | top | 1700 | Toys > Wooden toys | Colour: Red, Green | Turns for ninety seconds.
Wooden Train | train | 9800 | Toys > Wooden toys | | Three carriages, beech and cherry.
""",
    brand="Kiso",
    step=Decimal("600"),
    stock=14,
)

SHOP = DemoShop(
    slug="kiso",
    name="Kiso",
    tagline="Made slowly in the valley of the cypresses",
    trade="Japanese household goods",
    currency="JPY",
    language="en",
    timezone="Asia/Tokyo",
    city="Shiojiri",
    state="Nagano",
    country="JP",
    street="Narai 382",
    postcode="399-6303",
    latitude="35.967400",
    longitude="137.811500",
    headline="The beauty of things in use",
    intro="Forty workshops along the old road, none of them farther than a day's walk.",
    colours={"brand": "#7a2631", "surface": "#f8f6f1", "ink": "#1e1b18", "accent": "#2f4858"},
    fonts=("old-style", "humanist"),
    hours=CAFE_HOURS,
    delivery_fee=Decimal("900"),
    free_over=Decimal("12000"),
    products=PRODUCTS,
)
