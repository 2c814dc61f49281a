"""What a word is: model numbers, sizes and units, as typed and as a neighbour would type them."""

from functools import partial

import pytest

from marketplace.discovery import jobs, queries, rewrites
from marketplace.discovery.filters import ListingFilters
from marketplace.discovery.models import Listing, Rewriting, Term
from tests.factories.goods import make_known, make_product

pytestmark = pytest.mark.django_db

SPELLINGS = {
    "Relay 12e45678": ["12e45678", "12E45678", "relay 12e45678"],
    "Filter AB-12/3": ["AB-12/3", "ab12/3", "AB-123", "ab123", "AB 12/3", "ab 12 3"],
    "Filter AB123": ["ab123", "AB-123", "ab-12/3"],
    "Filter AB 123": ["AB 123", "ab123", "ab-123"],
    "Jack cable 5.5mm": ["5.5mm", "5.5 mm", "5,5mm", "5,5 mm", "5.50 mm", "cable 5.5-mm"],
    "Jack cable 5,5 mm": ["5.5mm", "5.5 mm", "5,5mm"],
    'Monitor 27"': ["27 inch", "27-inch", "27in", '27"', "27 zoll", "monitor 27 inches"],
    "Juice 1,000 ml": ["1000ml", "1000 ml", "1,000 ml", "1.000 ml"],
    "Rice 2 kg": ["2kg", "2 kg", "2 kilos", "2.0 kg", "2 KG"],
    "Box 10 x 20 cm": ["10x20", "10x20cm", "10 x 20 cm", "10\u00d720 cm", "10cm x 20cm", "20cm"],
    "Mouse wireless/2.4GHz": ["2.4 GHz", "wireless mouse 2,4ghz", "wireless/2.4ghz"],
    "Camera WH-1000XM4": ["wh-1000xm4", "wh1000xm4", "1000xm4", "wh 1000xm4"],
}
OTHERS = [
    "Filter CD-12/3",
    "Cable 55mm",
    "Cable 5 mm, 5 pieces",
    "Cable 2.5 mm",
    "Monitor 24 inch",
    "Juice 100 ml",
    "Rice 20 kg",
    "Box 20 x 30 in",
    "Mouse wireless/5GHz",
    "Relay 12e45679",
]


@pytest.fixture
def learn(books):
    """Products whose words are learnt."""
    return partial(make_known, books)


def titles_of(text):
    return [card.title for card in queries.list_listings(ListingFilters(search=text)).results]


@pytest.mark.parametrize("title", SPELLINGS)
def test_sizes_and_numbers_in_all_spellings(learn, title):
    learn(title, *OTHERS)
    firsts = {text: titles_of(text)[:1] for text in SPELLINGS[title]}
    assert firsts == {text: [title] for text in SPELLINGS[title]}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("5mm", ["Cable 5mm", "Cable 5.5mm"]),
        ("55mm", ["Cable 55 mm", "Cable 5.5mm"]),
        ("3 inch", ["Adapter, 3-inch", "Adapter 3 in 1"]),
        ("12e45678", ["Relay 12e45678", "Relay 12e45679"]),
    ],
)
def test_another_size_or_number_is_another_article(learn, text, titles):
    learn(*titles)
    assert titles_of(text) == titles[:1]


def test_numbers_are_not_corrected(learn):
    learn("Headphones WH-1000XM4", "Relay 12e45679")
    assert titles_of("wh1000xm5") == titles_of("12e45678") == []


def test_article_numbers_are_joined_too(learn):
    learn("Thing", sku="AB-12/3")
    learn("Other")
    for text in ("AB-12/3", "ab123", "ab12/3"):
        assert titles_of(text) == ["Thing"]


def test_sizes_in_descriptions_count(learn):
    learn("Plug", description="Fits 5.5 mm jacks")
    learn("Socket", description="Fits 5.25 mm jacks")
    assert titles_of("5,5mm") == ["Plug"]


# --- what was listed by the rules of before ---------------------------------------------------
@pytest.fixture
def outdated(learn, books, coffee):
    """Listings of two shops as a release before wrote them, marked as its successor does."""
    make_product(coffee, title="Beans 500 g")
    learn("Cable 5.5mm")
    Listing.objects.update(search="'cabl':1A '5':2A,3A 'mm':4A")
    for retailer in (books, coffee):
        Rewriting.objects.create(retailer=retailer)


def test_listings_of_marked_shops_are_written_again(outdated, check, books, coffee):
    jobs.rewrite_listings()
    check(books, coffee)
    assert not Rewriting.objects.exists()
    assert set(Term.objects.values_list("word", "frequency")) >= {("5p5mm", 1), ("500pg", 1)}


def test_a_chore_without_time_leaves_them_to_the_next(outdated):
    rewrites.rewrite(may_go_on=lambda: False)
    assert Rewriting.objects.count() == 2


def test_a_shop_that_fails_keeps_no_other(outdated, books, coffee, monkeypatch):
    def fail_for_books(retailer, batch):
        if retailer == books:
            raise RuntimeError
        return write_batch(retailer, batch)

    write_batch = rewrites.write_batch
    monkeypatch.setattr(rewrites, "write_batch", fail_for_books)
    jobs.rewrite_listings()
    assert list(Rewriting.objects.values_list("retailer", flat=True)) == [books.pk]
