"""Which language a page is in, and which way it runs: of a shop's pages its own."""

import pytest

from tenants.kernel.languages import direction_of, written_languages
from tests.factories.goods import make_product
from tests.factories.staff import make_member
from tests.pages.browser import Browser
from tests.pages.logins import enter

pytestmark = pytest.mark.django_db
PAGES = ["/", "/catalogue/", "/cart", "/auth/login", "/auth/register", "/search?q=x", "/nowhere"]


def root_of(answer):
    text = answer.content.decode()
    return text[text.index("<html") : text.index("data-scheme")].split(maxsplit=1)[1].strip()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("language", "root"),
    [
        ("ar", 'lang="ar" dir="rtl"'),
        ("he", 'lang="he" dir="rtl"'),
        ("de", 'lang="de" dir="ltr"'),
        ("en", 'lang="en" dir="ltr"'),
    ],
)
def test_every_page_of_a_shop_is_in_its_language(books, path, language, root):
    books.language = language
    books.save()
    make_product(books)

    assert root_of(Browser().get("books", path)) == root


def test_the_market_and_other_shops_stay_as_they_are(books, coffee):
    books.language = "ar"
    books.save()
    for slug in ("", "coffee"):
        assert root_of(Browser().get(slug, "/")) == 'lang="en" dir="ltr"'


def test_the_office_is_in_the_language_of_its_words(books):
    books.language = "ar"
    books.save()
    member = make_member(books, "manager")
    browser = Browser()
    enter(browser, member, "books")
    assert root_of(browser.get("books", "/seller/orders")) == 'lang="en" dir="ltr"'


def test_where_we_speak_the_shops_language_the_reader_chooses(books, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    books.language = "ar"
    books.save()
    browser = Browser()
    assert root_of(browser.get("books", "/")) == 'lang="en" dir="ltr"'
    arabic = browser.get("books", "/", **{"accept-language": "ar"})
    assert root_of(arabic) == 'lang="ar" dir="rtl"'


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ckb", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("zh-hans", "ltr"), ("xx", "ltr"), ("", "ltr")],
)
def test_directions_are_those_of_the_scripts(language, direction):
    assert direction_of(language) == direction


def test_a_shop_may_be_in_any_language_that_is_written():
    languages = dict(written_languages())
    assert {"ar", "he", "ja", "de", "en"} <= set(languages)
    assert languages["he"] == "עברית"
    assert len(languages) > 90
