"""A potter's workshop."""

from decimal import Decimal

from marketplace.demo.shapes import SHOP_HOURS, DemoShop, rows

PRODUCTS = rows(
    """
* Morning Mug | mug | 24.00 | Home > Kitchen > Mugs | Glaze: Sand, Sage, Ink, Rust | Thrown by hand, holds a generous 320 ml and keeps it warm.
* Tall Mug | mug | 27.00 | Home > Kitchen > Mugs | Glaze: Sand, Ink | A slender mug for tea, with a handle that takes three fingers.
Espresso Cup | cup | 16.50 | Home > Kitchen > Mugs | Glaze: Sand, Sage, Rust | Small, thick-walled, 90 ml; made for one strong sip.
Cappuccino Cup with Saucer | cup | 29.00 | Home > Kitchen > Mugs | Glaze: Sand, Ink | The saucer has room for a biscuit.
* Breakfast Bowl | bowl | 22.00 | Home > Kitchen > Bowls | Glaze: Sand, Sage, Ink | For porridge, soup, or everything that was left over.
Ramen Bowl | bowl | 32.00 | Home > Kitchen > Bowls | Glaze: Ink, Rust | A wide bowl with a foot high enough to be held hot.
Salad Bowl | bowl | 58.00 | Home > Kitchen > Bowls | | Thirty centimetres across, glazed inside, bare clay outside.
Dip Bowls, Set of Three | bowl | 26.00 | Home > Kitchen > Bowls | | Three small bowls that stack.
Dinner Plate | plate | 28.00 | Home > Kitchen > Plates | Glaze: Sand, Sage, Ink | Flat with a fine rim, 27 cm.
Side Plate | plate | 19.00 | Home > Kitchen > Plates | Glaze: Sand, Sage, Ink | 20 cm, for bread or cake.
Serving Platter | plate | 64.00 | Home > Kitchen > Plates | | An oval for a whole fish or a Sunday cake.
* Bud Vase | vase | 34.00 | Home > Decoration > Vases | Glaze: Sand, Rust | Made for a single stem.
Meadow Vase | vase | 72.00 | Home > Decoration > Vases | Glaze: Sand, Ink | A belly for a whole armful of flowers.
Column Vase | vase | 88.00 | Home > Decoration > Vases | | Straight, tall and quiet.
Tea Pot | teapot | 95.00 | Home > Kitchen > Tea | Glaze: Ink, Sage | Holds 900 ml and does not drip; we tried each one.
Tea Bowl | cup | 21.00 | Home > Kitchen > Tea | Glaze: Ink, Rust | A bowl without a handle, warm in both hands.
Milk Jug | jug | 31.00 | Home > Kitchen > Jugs | | Pours a thin line, 250 ml.
Water Carafe | jug | 54.00 | Home > Kitchen > Jugs | Glaze: Sand, Sage | One litre, with a lip that stops in time.
Oil Cruet | bottle | 37.00 | Home > Kitchen > Jugs | | A slim bottle with a cork pourer.
Salt Pig | canister | 33.00 | Home > Kitchen > Storage | | Keeps the salt dry and next to the stove.
Storage Jar | canister | 45.00 | Home > Kitchen > Storage | Size: Small, Medium, Large | With an oak lid that closes softly.
Garlic Keeper | canister | 29.00 | Home > Kitchen > Storage | | Holes let it breathe.
Candle Holder | candle | 18.00 | Home > Decoration > Candles | Glaze: Sand, Rust | For a stick candle of 22 mm.
Scented Candle in Clay | candle | 39.00 | Home > Decoration > Candles | Scent: Fig, Cedar | Burns for forty hours; the cup stays.
Plant Pot with Saucer | pot | 36.00 | Garden > Pots | Size: 12 cm, 16 cm, 20 cm | Unglazed, so that roots can breathe.
Hanging Planter | hanging_planter | 48.00 | Garden > Pots | | Comes with a cotton cord.
Soap Dish | plate | 17.00 | Home > Bath | | Drains through three holes.
Bathroom Beaker | cup | 18.00 | Home > Bath | Glaze: Sand, Sage | Heavy enough to stay where it stands.
Table Lamp, Clay Foot | lamp | 148.00 | Home > Lighting | Glaze: Sand, Ink | A turned foot, a linen shade, a switch on the cord.
Bread Crock | canister | 79.00 | Home > Kitchen > Storage | | Keeps a loaf for a week; the lid is a board.
Cake Stand | plate | 69.00 | Home > Kitchen > Plates | | Lifts a cake by twelve centimetres and your mood with it.
Incense Bowl | incense | 23.00 | Home > Decoration > Candles | | Sand included.
""",
    brand="Clay & Kin",
    step=Decimal("1.50"),
    facts={"Material": "Stoneware", "Care": "Dishwasher safe", "Made in": "Berlin"},
)

SHOP = DemoShop(
    slug="clay",
    name="Clay & Kin",
    tagline="Stoneware for every day, thrown in Berlin",
    trade="Ceramics",
    currency="EUR",
    language="en",
    timezone="Europe/Berlin",
    city="Berlin",
    country="DE",
    street="Oranienstraße 12",
    postcode="10999",
    latitude="52.500700",
    longitude="13.421400",
    headline="Things that get better with use",
    intro="Two potters, one kiln, and a shelf that is never quite the same two weeks running.",
    colours={"brand": "#9a4a2f", "surface": "#fbf7f2", "ink": "#2b211c", "accent": "#5f7a63"},
    fonts=("old-style", "humanist"),
    hours=SHOP_HOURS,
    delivery_fee=Decimal("5.90"),
    free_over=Decimal("80"),
    products=PRODUCTS,
)
