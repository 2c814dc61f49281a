"""The pages that law asks a shop for, as drafts to be completed, and how to reach it.

Written in few statements, since each shop of an older release gets them too (docs/storefront.md).
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Page

from cms.models import ContentPage
from tenants.joints.wagtail import child_paths
from tenants.kernel.site_pages import CONTACT, PURPOSES
from tenants.registry.context import in_market


@transaction.atomic
def seed_pages(home: Page) -> int:
    """Below a site's home page, unless it has one of them; how many.

    A page that stands at such an address already is what it says: it gets the purpose.
    """
    pages = ContentPage.objects.child_of(home)
    if pages.exclude(purpose="").exists():
        return 0
    for slug in set(pages.filter(slug__in=PURPOSES).values_list("slug", flat=True)):
        pages.filter(slug=slug).update(purpose=slug)
    slugs = set(home.get_children().values_list("slug", flat=True))
    return _insert(home, [purpose for purpose in PURPOSES if purpose not in slugs])


def _insert(home: Page, purposes: list[str]) -> int:
    kind = ContentType.objects.get_for_model(ContentPage)
    paths = child_paths(home, len(purposes))
    is_market = in_market()
    rows = [
        ContentPage(
            content_type=kind,
            path=path,
            depth=home.depth + 1,
            locale_id=home.locale_id,
            title=_title(purpose),
            draft_title=_title(purpose),
            slug=purpose,
            url_path=f"{home.url_path}{purpose}/",
            purpose=purpose,
            live=_is_live(purpose, is_market),
            has_unpublished_changes=not _is_live(purpose, is_market),
            body=_body(purpose, is_market),
        )
        for purpose, path in zip(purposes, paths, strict=True)
    ]
    base = [Page(**{f.attname: getattr(row, f.attname) for f in Page._meta.fields}) for row in rows]
    for row, page in zip(rows, Page.objects.bulk_create(base), strict=True):
        row.pk = row.page_ptr_id = page.pk
        row.save_base(raw=True, force_insert=True)
    home.numchild += len(rows)
    Page.objects.filter(pk=home.pk).update(numchild=home.numchild)
    return len(rows)


def _is_live(purpose: str, is_market: bool) -> bool:
    """A shop's page of contact shows what its owner publishes, and nothing else."""
    return purpose == CONTACT and not is_market


def _title(purpose: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(PURPOSES[purpose])


def _body(purpose: str, is_market: bool) -> list[tuple[str, object]]:
    if _is_live(purpose, is_market):
        return [("contact", {"title": "", "note": ""})]
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(f"cms/seeds/{purpose}.html", {"is_market": is_market})
    return [("text", " ".join(text.split()))]
