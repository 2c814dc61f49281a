from cms.pages.content import ContentPage
from cms.pages.home import HomePage
from cms.pages.market import MarketHomePage
from cms.theme.models import ThemeSettings

__all__ = ["ContentPage", "HomePage", "MarketHomePage", "ThemeSettings"]
