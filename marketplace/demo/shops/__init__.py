"""The shops of the demo marketplace, in the order in which they open."""

from marketplace.demo.shapes import DemoShop
from marketplace.demo.shops import clay, grounds, kiso, northbound, paper

SHOPS: tuple[DemoShop, ...] = (clay.SHOP, paper.SHOP, grounds.SHOP, northbound.SHOP, kiso.SHOP)
