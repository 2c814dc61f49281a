"""Wagtail's private parts that we stand on.

Models are imported where they are used: accounts take `UserCaches` before any app is ready.
"""

from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache, wraps
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tenants.joints.schemas import PerSchema, RightsCache

FOCUS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
# Written out: Wagtail builds its query and its cache keys anew for each picture and request.
RENDITIONS = """
SELECT file, width, height FROM wagtailimages_rendition
WHERE image_id = %s AND (filter_spec, focal_point_key) IN %s ORDER BY width
"""


class UserCaches:
    """What Wagtail's permission policies keep on a user."""

    _page_permission_cache = RightsCache()
    _collection_permission_cache = RightsCache()
    _site_permission_cache = RightsCache()
    _explorable_root_page_cache = PerSchema()


class Rendition(NamedTuple):
    file: str
    width: int
    height: int


def find_renditions(image: Any, specs: list[str]) -> list[Rendition]:
    """Those that were made already, smallest first."""
    focus = tuple(getattr(image, name) for name in FOCUS)
    keys = tuple((spec, focal_point_key(spec, focus)) for spec in specs)
    with connection.cursor() as cursor:
        cursor.execute(RENDITIONS, [image.pk, keys])
        return [Rendition._make(row) for row in cursor.fetchall()]


@lru_cache(maxsize=1024)
def focal_point_key(spec: str, focus: tuple[int | None, ...]) -> str:
    """How Wagtail tells renditions of one spec apart: by where the picture's subject is."""
    from wagtail.images.models import Filter

    image = SimpleNamespace(**dict(zip(FOCUS, focus, strict=True)))
    return str(Filter(spec=spec).get_cache_key(image))


def use_zone(zone_here: Callable[[], tzinfo | None]) -> None:
    """Editors who chose no time zone of their own have the site's, not the setting's."""
    from wagtail.admin import localization

    def override(name: str) -> timezone.override:
        zone = zone_here() if name == settings.TIME_ZONE else None
        return timezone.override(zone or name)

    localization.override_tz = override


def answer_base_url(base_url: Callable[[], str]) -> None:
    """Wagtail knows one address of its desk, a setting; here each schema has its own.

    Each of these modules took the function by its name, before anybody could replace it in one
    place.
    """
    from wagtail.admin import userbar, utils
    from wagtail.admin.templatetags import wagtailadmin_tags

    for module in (utils, userbar, wagtailadmin_tags):
        module.get_admin_base_url = base_url


def read_profiles() -> None:
    """For the bar on a shop's pages and a member's settings; these are written when she saves.

    Wagtail would write the defaults down for who has no profile, and a database that takes no
    changes ends the page.
    """
    from wagtail.admin import userbar
    from wagtail.admin.views import account

    for module in (userbar, account):
        module.UserProfile = SimpleNamespace(get_for_user=read_profile)


def read_profile(user: Any) -> Any:
    """Her own, or one with the defaults that is not saved."""
    from wagtail.users.models import UserProfile

    own = UserProfile.objects.filter(user_id=user.pk).first()
    return own or UserProfile(user_id=user.pk)


def answer_head() -> None:
    """Wagtail's previews name the methods that they take and forget HEAD, which is GET without the
    body: what looks a link up is told that nothing is wrong with it."""
    from wagtail.admin.views.generic import preview

    for view in (preview.PreviewOnEdit, preview.PreviewRevision, preview.StreamFieldBlockPreview):
        view.http_method_names = (*view.http_method_names, "head")


def leave_out_mails() -> None:
    """Wagtail would send what is handed in and approved itself, within the request, past the queue
    and to all operators. To be called before its admin is ready: it asks for the function then."""
    from wagtail.admin import signal_handlers

    signal_handlers.register_signal_handlers = lambda: None


def check_redirects(require_reachable: Callable[[str], None]) -> None:
    """Ask it for each redirect that a form or a list brings; it raises ValidationError."""
    from wagtail.contrib.redirects.models import Redirect

    clean = Redirect.clean

    @wraps(clean)
    def clean_and_check(redirect: Any) -> None:
        clean(redirect)
        require_reachable(redirect.old_path)

    Redirect.clean = clean_and_check


def child_paths(parent: Any, count: int) -> list[str]:
    """Where so many new children stand in the tree, behind those that are there."""
    last = parent.get_children().order_by("-path").values_list("path", flat=True).first()
    steps = parent._str2int(last[-parent.steplen :]) if last else 0
    return [parent._get_path(parent.path, parent.depth + 1, steps + n + 1) for n in range(count)]


def read_missing_fields() -> None:
    """A form with a field that is missing or forged says which: these read it unseen."""
    from wagtail.admin.forms.choosers import URLOrAbsolutePathField
    from wagtail.contrib.redirects.forms import ConfirmImportManagementForm

    to_python, clean = URLOrAbsolutePathField.to_python, ConfirmImportManagementForm.clean

    @wraps(to_python)
    def read_address(field: Any, value: Any) -> Any:
        return to_python(field, value or "")

    @wraps(clean)
    def clean_signed(form: Any) -> Any:
        try:
            return clean(form)
        except (AttributeError, KeyError) as error:  # a wrong signature, or none
            raise ValidationError(RegexValidator.message, code="unsigned") from error

    URLOrAbsolutePathField.to_python = read_address
    ConfirmImportManagementForm.clean = clean_signed


def search_without_usage() -> None:
    """The library's search cannot look for how often a picture or document is used, as Wagtail
    says of its order (django-modelsearch, issue 51): while somebody searches, it is not asked."""
    from wagtail.admin.filters import BaseMediaFilterSet

    init = BaseMediaFilterSet.__init__

    @wraps(init)
    def init_for_search(filters: Any, *args: Any, **kwargs: Any) -> None:
        init(filters, *args, **kwargs)
        if kwargs.get("is_searching"):
            filters.filters.pop("usage_count", None)

    BaseMediaFilterSet.__init__ = init_for_search


def search_first_words(most: int) -> None:
    """The search nests a level for each word: of hundreds Python ends it, and nobody means them."""
    from modelsearch.query import And, Phrase, PlainText

    for kind in (PlainText, Phrase):
        kind.__init__ = _of_first(kind.__init__, lambda text: " ".join(text.split()[:most]))
    And.__init__ = _of_first(And.__init__, lambda parts: parts[:most])


def _of_first(init: Callable[..., None], cut: Callable[[Any], Any]) -> Callable[..., None]:
    @wraps(init)
    def init_cut(query: Any, content: Any, *args: Any, **kwargs: Any) -> None:
        init(query, cut(content), *args, **kwargs)

    return init_cut


def serve_page(page: Any, request: HttpRequest, *, is_restricted: bool) -> HttpResponse:
    """As wagtail.views.serve, for a page that is looked up already.

    Whether the page is restricted is a statement of Wagtail's; who knows spares it.
    """
    from wagtail import hooks
    from wagtail.views import serve_chain
    from wagtail.wagtail_hooks import check_view_restrictions

    for check in hooks.get_hooks("before_serve_page"):
        answer = check(page, request, [], {})
        if isinstance(answer, HttpResponse):
            return answer
    chain = serve_chain
    for wrap in reversed(hooks.get_hooks("on_serve_page")):
        if is_restricted or wrap is not check_view_restrictions:
            chain = wrap(chain)
    served: HttpResponse = chain(page, request, [], {})
    return served
