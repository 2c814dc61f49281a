"""Templates: each compiles, each that is named exists, none holds scripts or styles of its own."""

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.architecture.code import ROOT, sources, strings

FOLDER = ROOT / "templates"
OURS = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
NAMED = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
# Mail programs know no style sheets; one page of the style guide shows a mail.
# In place of a library's template of the same name, which its own code asks for.
REPLACING = ("drf_spectacular/", "wagtailimages/")
MAY_STYLE = ("emails/", "components/examples/email.html")
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<style\b|<script(?![^>]*\bsrc=)"""
    r"""(?![^>]*type="application/(?:ld\+)?json")""",
    re.IGNORECASE,
)
COMMENTS = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
# Pieces of a mail, included by others in either form, or in its HTML form only.
PIECES_OF_MAILS = {"button.html"}


def text_of(name: str) -> str:
    return COMMENTS.sub("", (FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", OURS)
def test_it_compiles_and_includes_what_exists(name):
    get_template(name)
    for other in NAMED.findall(text_of(name)):
        get_template(other)


def test_every_template_that_the_code_names_exists():
    missing, found = [], 0
    for path, tree in sources().items():
        for text in strings(tree):
            if re.fullmatch(r"[\w/-]+\.(?:html|txt)", text) and "/" in text:
                found += 1
                try:
                    get_template(text)
                except TemplateDoesNotExist:
                    missing.append(f"{path}: {text}")
    assert missing == []
    assert found > 40


def test_no_template_holds_scripts_or_styles_of_its_own():
    """The content security policy of the pages allows files of ours only."""
    guilty = {
        name: found
        for name in OURS
        if not name.startswith(MAY_STYLE) and (found := INLINE.findall(text_of(name)))
    }
    assert guilty == {}


def test_each_mail_is_written_in_html_and_in_plain_text():
    folder = FOLDER / "emails"
    html = {path.stem for path in folder.glob("*.html") if path.name not in PIECES_OF_MAILS}
    text = {path.stem for path in folder.glob("*.txt")}
    assert html == text
    assert len(html) > 5


def test_every_template_of_ours_is_used():
    """By the code, or by another template."""
    used = {text for tree in sources().values() for text in strings(tree)}
    every = "\n".join(text_of(name) for name in OURS)
    code = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in sources())
    idle = [
        name
        for name in OURS
        if name not in used
        and name not in every
        and not built(name, code)
        and not name.startswith(REPLACING)
    ]
    assert idle == []


def built(name: str, code: str) -> bool:
    """Named in parts: f"seller/{name}.html", `error(404)`, or by Django for its own handlers."""
    folder, stem = str(Path(name).parent), Path(name).stem
    named = f"{folder}/{{" in code or f"{Path(folder).name}/{{" in code
    return (named and stem in code) or folder == "."
