import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Image

from cms.models import ThemeSettings
from marketplace.pages.shared.colours import contrast
from tenants.registry.context import use_market, use_retailer
from tenants.registry.models import Retailer
from tests.factories.staff import open_browser, open_staff_browser


def theme_of(retailer):
    return ThemeSettings.objects.get(site__is_default_site=True)


def save(retailer, **values):
    with use_retailer(retailer):
        theme = theme_of(retailer)
        for name, value in values.items():
            setattr(theme, name, value)
        theme.full_clean()
        theme.save()


def tokens(css):
    lines = [line.strip().rstrip(";") for line in css.splitlines() if ":" in line and "--" in line]
    return dict(line.split(": ", 1) for line in lines)


def test_the_sheet_only_sets_custom_properties(books):
    answer = open_browser(books).get("/theme.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    css = answer.content.decode()
    assert css.startswith(":root {\n")
    assert set(tokens(css)) == {
        "--brand",
        "--brand-ink",
        "--brand-text",
        "--surface",
        "--ink",
        "--accent",
        "--accent-ink",
        "--font-heading",
        "--font-body",
        "--radius",
    }


def test_a_browser_that_has_it_is_told_so_until_it_changes(books):
    client = open_browser(books)
    first = client.get("/theme.css")
    again = client.get("/theme.css", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    save(books, brand="#123456")
    changed = client.get("/theme.css", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert tokens(changed.content.decode())["--brand"] == "#123456"


@pytest.mark.parametrize("brand", ["#ffffff", "#ffcc00", "#777777", "#0b5a50", "#000000"])
def test_text_on_the_brand_colour_is_always_readable(books, brand):
    save(books, brand=brand)
    found = tokens(open_browser(books).get("/theme.css").content.decode())
    assert contrast(found["--brand-ink"], brand) >= 4.5
    assert contrast(found["--brand-text"], found["--surface"]) >= 4.5


@pytest.mark.parametrize(
    ("field", "value"),
    [("ink", "#bbbbbb"), ("surface", "#222222"), ("brand", "red"), ("accent", "#12")],
)
def test_an_unreadable_or_unknown_colour_is_refused_at_its_field(books, field, value):
    with pytest.raises(ValidationError) as refused:
        save(books, **{field: value})
    assert set(refused.value.message_dict) == {field}
    assert tokens(open_browser(books).get("/theme.css").content.decode())["--brand"] == "#0b5a50"


def test_an_editor_saves_the_theme_in_wagtails_settings(books):
    client = open_staff_browser(books, "editor")
    with use_retailer(books):
        pk = theme_of(books).site_id
    form = {
        "logo": "",
        "brand": "#aa2200",
        "surface": "#ffffff",
        "ink": "#111111",
        "accent": "#e9a938",
        "heading_font": "slab",
        "body_font": "humanist",
        "radius": "0",
    }
    path = f"/cms/settings/cms/themesettings/{pk}/"
    refused = client.post(path, form | {"ink": "#cccccc"})
    assert refused.status_code == 200
    assert "Choose a darker colour." in refused.content.decode()
    assert client.post(path, form).status_code == 302
    found = tokens(client.get("/theme.css").content.decode())
    assert found["--brand"] == "#aa2200"
    assert found["--font-heading"] == "var(--font-slab)"
    assert found["--radius"] == "0px"


def test_the_logo_is_kept_on_the_registry_row(books, png):
    from io import BytesIO

    from django.core.files.images import ImageFile

    with use_retailer(books):
        logo = Image(title="Sign", file=ImageFile(BytesIO(png(size=(600, 200))), name="sign.png"))
        logo.save()
    save(books, logo=logo)
    path = Retailer.objects.get(pk=books.pk).logo
    assert path.startswith("images/sign")
    assert f"/media/shop_books/{path}" in open_browser(books).get("/").content.decode()
    save(books, logo=None)
    assert Retailer.objects.get(pk=books.pk).logo == ""


def test_a_theme_of_no_shop_is_kept_on_no_row(db):
    with use_market():
        ThemeSettings.objects.get().save()

    assert not Retailer.objects.exclude(logo="").exists()


def test_each_shop_has_its_own(books, coffee):
    save(books, brand="#123456")
    assert tokens(open_browser(coffee).get("/theme.css").content.decode())["--brand"] == "#0b5a50"
