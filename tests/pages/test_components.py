"""The design system: the style guide renders, and nothing in a page needs an inline style."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory

from marketplace.pages.shared import styleguide

TEMPLATES = Path(settings.BASE_DIR, "templates")
SPRITE = Path(settings.BASE_DIR, "marketplace/static/galleria/img/icons.svg")
SHEETS = sorted(Path(settings.BASE_DIR, "marketplace/static/galleria/css").glob("*.css"))
INLINE = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<style|<script(?![^>]*\ssrc=)""")


def drawn_icons() -> set[str]:
    return set(re.findall(r'<symbol id="([a-z-]+)"', SPRITE.read_text()))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", styleguide.PAGES)
def test_every_page_of_the_style_guide_renders(
    rf: RequestFactory, name: str, direction: str
) -> None:
    response = styleguide.page(rf.get(f"/styleguide/{name}", {"dir": direction}), name=name)
    html = response.content.decode()
    assert response.status_code == 200
    assert name == "email" or f'dir="{direction}"' in html
    assert name == "email" or not INLINE.search(html)


def test_no_template_of_a_page_has_inline_styles_or_scripts() -> None:
    pages = [path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts]
    found = [str(path) for path in pages if INLINE.search(path.read_text())]
    assert found == [str(TEMPLATES / "components/examples/email.html")]


def test_every_icon_that_a_template_names_is_drawn() -> None:
    texts = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r"""{%\s*icon ["']([a-z-]+)["']""", texts))
    named |= set(re.findall(r"""icon\|default:["']([a-z-]+)["']""", texts))
    named |= set(re.findall(r"""\sicon=["']([a-z-]+)["']""", texts))
    assert named - drawn_icons() == set()
    assert set(styleguide.ICONS) == drawn_icons()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_are_layered_and_balanced(sheet: Path) -> None:
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert css.count("{") == css.count("}")
    assert re.match(r"\s*@layer ", css)
    assert not re.search(r"\b(margin|padding|border)-(left|right)\b", css)
