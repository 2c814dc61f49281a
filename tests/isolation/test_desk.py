"""Whatever role somebody has in a shop: no page that she sees leads to one that she may not see."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tenants.staff.models import Membership
from tests.factories.staff import make_member, open_browser
from tests.isolation.matrix import URLCONFS
from tests.isolation.urls import addresses

pytestmark = pytest.mark.django_db
SLUG = "books"
START = "/seller/dashboard"
DESK = ("/seller/", "/dashboard/")
OFFICES = (*DESK, "/cms/", "/admin/")
# Forms too: what only takes a POST answers 405 to those who may send one.
LINK = re.compile(r'(?:href|action|hx-get|hx-post)="([^"#]+)[^"]*"')
SOME = 3  # addresses that differ in an id or a question only


def links_on(page, path):
    """Local addresses, without their fragments."""
    targets = (urljoin(path, unescape(link)) for link in LINK.findall(page))
    return [target for target in targets if urlsplit(target).netloc == ""]


def shape_of(path):
    return re.sub(r"\d[\w-]*", "0", urlsplit(path).path)


def crawl(browser, *, below):
    """({a link that is refused: the page it stands on}, the pages that were read).

    Follows redirects and what stands below these addresses; of addresses alike the first few.
    """
    sources = {START: "the login"}
    queue, refused, pages, alike = [START], {}, [], {}
    while queue:
        path = queue.pop(0)
        answer = browser.get(path)
        if answer.status_code == 403:
            refused[path] = sources[path]
        links = [answer["Location"]] if answer.status_code in (301, 302) else []
        if answer.status_code == 200 and path.startswith(below) and not answer.streaming:
            pages.append(path)
            links = links_on(answer.content.decode(errors="replace"), path)
        for link in links:
            shape = shape_of(link)
            if link not in sources and link.startswith(OFFICES) and alike.get(shape, 0) < SOME:
                sources[link], alike[shape] = path, alike.get(shape, 0) + 1
                queue.append(link)
    return refused, pages


@pytest.fixture(params=Membership.Role.values)
def browser(request, cast):
    retailer = cast.shops[SLUG].retailer
    return open_browser(retailer, make_member(retailer, request.param))


@pytest.mark.world
def test_no_link_of_the_desk_is_refused(browser):
    refused, pages = crawl(browser, below=DESK)

    assert refused == {}
    assert pages or browser.get(START)["Location"] == "/cms/"


@pytest.mark.world
def test_no_address_of_the_desk_leads_to_one_that_is_refused(browser):
    """Older names, which are typed and kept as bookmarks."""
    paths = [f"/{row.route}" for row in addresses(URLCONFS[SLUG]) if not row.parameters]
    desk = [path for path in paths if path.startswith(DESK)]
    answers = {path: browser.get(path, follow=True) for path in desk}
    moved = {path: answer for path, answer in answers.items() if answer.redirect_chain}

    assert {path for path, answer in moved.items() if answer.status_code == 403} == set()
    assert "/dashboard/" in moved


@pytest.mark.world
def test_no_link_of_any_office_is_refused(browser):
    refused, pages = crawl(browser, below=OFFICES)

    assert refused == {}
    assert pages
