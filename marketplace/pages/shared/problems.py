"""The page that each problem's `type` leads to, and the list of them all."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from marketplace.requests.problem_types import CATALOGUE, TOPICS, ProblemType

CODE = re.compile(r"`([^`]+)`")


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    return render(request, "marketplace/problems/list.html", {"topics": TOPICS.items()})


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    if code not in CATALOGUE:
        raise Http404
    return render(request, "marketplace/problems/problem.html", context(CATALOGUE[code]))


def context(one: ProblemType) -> dict[str, object]:
    return {
        "problem": one,
        "meaning": with_code(one.meaning),
        "remedy": with_code(one.remedy),
        "page_title": one.title,
    }


def with_code(text: str) -> SafeString:
    """`names` between backticks become <code>; all else is escaped."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308
