"""The page that each problem's `type` leads to, and the list of them all."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from marketplace.requests.catalogue import problem_catalogue, problems_by_topic
from tenants.kernel.errors import Refusal

CODE = re.compile(r"`([^`]+)`")


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    topics = {topic: [_row(kind) for kind in kinds] for topic, kinds in problems_by_topic().items()}
    return render(request, "marketplace/problems/list.html", {"topics": topics.items()})


def _row(kind: type[Refusal]) -> dict[str, object]:
    return {"code": kind.code, "status": kind.status, "title": kind.title}


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    kind = problem_catalogue().get(code)
    if kind is None:
        raise Http404
    return render(request, "marketplace/problems/problem.html", context(kind))


def context(kind: type[Refusal]) -> dict[str, object]:
    return {
        "code": kind.code,
        "status": kind.status,
        "meaning": with_code(str(kind.meaning)),
        "remedy": with_code(str(kind.remedy)),
        "page_title": kind.title,
    }


def with_code(text: str) -> SafeString:
    """`names` between backticks become <code>; all else is escaped."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))  # noqa: S308
