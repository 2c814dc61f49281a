"""What Wagtail's editor posts for a home page."""

from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.models import HomePage
from tenants.registry.context import use_retailer


def home_of(retailer) -> HomePage:
    with use_retailer(retailer):
        return HomePage.objects.get()


def home_form(*blocks, title="Northgate"):
    """`blocks` are (type, value) as the editor's inputs hold them."""
    return nested_form_data(
        {
            "title": title,
            "slug": "home",
            "seo_title": "",
            "search_description": "",
            "body": streamfield(list(blocks)),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )


def hero(title, **values):
    image = {"image": "", "decorative": "", "alt_text": ""}
    fields = {"title": title, "lead": "", "image": image, "layout": "split"}
    return ("hero", fields | {"label": "", "link": ""} | values)
