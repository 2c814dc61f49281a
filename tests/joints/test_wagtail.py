"""Wagtail's private parts do what tenants/joints/wagtail.py takes them for."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.images import ImageFile
from django.http import HttpResponse
from wagtail import hooks
from wagtail.admin import userbar, utils
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.images.models import Filter, Image, Rendition
from wagtail.models import Page, PageViewRestriction
from wagtail.users.models import UserProfile
from wagtail.views import serve

from cms.hosts import base_url
from cms.models import ContentPage
from tenants.joints import wagtail as joint
from tenants.registry.context import use_retailer
from tests.factories.pictures import draw_picture
from tests.factories.staff import open_staff_browser
from tests.pages.forms import read_form

pytestmark = pytest.mark.django_db


def test_renditions_are_found_by_the_key_that_wagtail_writes(books):
    with use_retailer(books):
        image = Image.objects.create(title="Cup", file=ImageFile(draw_picture(), name="cup.png"))
        image.focal_point_x = image.focal_point_y = 3
        image.focal_point_width = image.focal_point_height = 2
        specs = ["fill-8x8", "max-4x4"]
        image.get_renditions(*specs)

        renditions = joint.find_renditions(image, specs)

        assert [row.width for row in renditions] == sorted(row.width for row in renditions)
        assert {row.file for row in renditions} == set(
            Rendition.objects.filter(image=image).values_list("file", flat=True)
        )
        focus = tuple(getattr(image, name) for name in joint.FOCUS)
        for spec in specs:
            assert joint.focal_point_key(spec, focus) == Filter(spec=spec).get_cache_key(image)
        assert joint.find_renditions(image, ["fill-9x9"]) == []


def test_every_module_that_took_the_address_of_the_desk_has_ours():
    takers = (utils, userbar, wagtailadmin_tags)
    assert {module.get_admin_base_url for module in takers} == {base_url}


@pytest.fixture
def page(books):
    with use_retailer(books):
        yield Page.objects.get(depth=2).specific


def test_a_page_is_served_as_by_wagtail(page, rf):
    request = rf.get("/")
    request.retailer = None
    calls = []
    with (
        hooks.register_temporarily("before_serve_page", lambda *_: calls.append("before")),
        hooks.register_temporarily("on_serve_page", wrapper_of(calls)),
    ):
        joint.serve_page(page, request, is_restricted=True)
        ours, calls[:] = list(calls), []
        serve_as_wagtail(request)

    assert ours == calls == ["before", "around"]


def wrapper_of(calls):
    def wrap(following):
        def chain(page, request, args, kwargs):
            calls.append("around")
            return HttpResponse(page.title)

        return chain

    return wrap


def serve_as_wagtail(request):
    from wagtail.models import Site

    Site.find_for_request(request)
    return serve(request, "")


def test_a_hook_may_answer_in_the_page_s_place(page, rf):
    answer = HttpResponse("elsewhere")
    with hooks.register_temporarily("before_serve_page", lambda *_: answer):
        assert joint.serve_page(page, rf.get("/"), is_restricted=False) is answer


def test_only_a_page_known_to_be_free_is_served_unlooked(page, rf):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    request = rf.get("/")
    request.user = AnonymousUser()
    with hooks.register_temporarily("on_serve_page", wrapper_of([]), order=1000):
        assert joint.serve_page(page, request, is_restricted=True).status_code == 302
        assert joint.serve_page(page, request, is_restricted=False).status_code == 200


def test_profiles_are_read_where_wagtail_would_make_them(books):
    member = open_staff_browser(books, "owner")

    answers = [member.get(path) for path in ("/", "/cms/", "/cms/account/")]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert "<wagtail-userbar" in answers[0].content.decode()
    with use_retailer(books):
        assert UserProfile.objects.count() == 0


def test_a_profile_is_written_when_its_form_is_saved(books):
    member = open_staff_browser(books, "owner")
    name = {"name_email-first_name": "Ada", "name_email-last_name": "Lind"}
    for theme in ("dark", "light"):
        form = read_form(member.get("/cms/account/")) | name | {"theme-theme": theme}
        assert member.post("/cms/account/", form).status_code == 302
        with use_retailer(books):
            assert UserProfile.objects.get().theme == theme


def test_previews_answer_head(page, books):
    revision = page.save_revision()
    owner = open_staff_browser(books, "owner")
    address = f"/cms/pages/{page.pk}/revisions/{revision.pk}/view/"

    assert owner.get(address).status_code == 200
    assert owner.head(address).status_code == 200
    assert owner.put(address).status_code == 405


def test_every_redirect_is_checked_where_wagtail_cleans_it(books):
    from django.core.exceptions import ValidationError
    from wagtail.contrib.redirects.models import Redirect

    with use_retailer(books), pytest.raises(ValidationError, match="uses this address"):
        Redirect(old_path="/cart/", redirect_link="https://books.example/").full_clean()


def test_new_children_stand_behind_those_that_are_there(page):
    first, second = joint.child_paths(page, 2)
    assert first > page.get_children().last().path
    assert first[:-4] == second[:-4] == page.path
    child = page.add_child(instance=ContentPage(title="Next", slug="next"))
    assert child.path == first
    assert joint.child_paths(child, 1) == [f"{child.path}0001"]


def test_wagtail_sends_no_mail_of_its_own_about_approvals():
    from wagtail.admin import signal_handlers
    from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

    for signal in (task_submitted, workflow_approved, workflow_rejected):
        heard_by = [receiver[1]() for receiver in signal.receivers]
        assert [receiver.__module__ for receiver in heard_by] == ["cms.receivers"]
    assert signal_handlers.register_signal_handlers() is None
