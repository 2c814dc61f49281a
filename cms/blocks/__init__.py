"""What a page is made of: one module and one template a block, and one line here."""

from cms.blocks.categories import CategoriesBlock
from cms.blocks.contact import ContactBlock
from cms.blocks.hero import HeroBlock
from cms.blocks.image import PictureBlock
from cms.blocks.newest_products import NewestProductsBlock
from cms.blocks.opening_hours import OpeningHoursBlock
from cms.blocks.products import ProductsBlock
from cms.blocks.shops import ShopsBlock
from cms.blocks.text import TextBlock

WRITTEN = [("text", TextBlock()), ("image", PictureBlock())]
CONTENT = [*WRITTEN, ("contact", ContactBlock())]

SHOP = [
    ("hero", HeroBlock()),
    ("products", ProductsBlock()),
    ("categories", CategoriesBlock()),
    ("opening_hours", OpeningHoursBlock()),
    *WRITTEN,
]

MARKET = [
    ("hero", HeroBlock()),
    ("shops", ShopsBlock()),
    ("categories", CategoriesBlock()),
    ("newest_products", NewestProductsBlock()),
    *WRITTEN,
]
