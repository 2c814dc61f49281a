"""Catalogues that a shop's staff bring in as files; the worker reads them in the background."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api.examples import Example
from api.inputs import read
from api.joints.rest_framework import web_request
from api.pagination import CURSOR, PAGE_SIZE, PARAMETERS, paginate
from api.parameters import choice
from api.parsers import BoundedMultiPartParser
from api.shops import ShopEndpoint, ShopNotNamed
from api.v1.imports.inputs import ImportInput
from api.v1.imports.outputs import (
    ImportDetailOutput,
    ImportErrorPageOutput,
    ImportOutput,
    ImportPageOutput,
    show_import,
    show_import_in_full,
)
from marketplace.requests.throttles import TooManyTries, hit
from tenants.feeds import uploads
from tenants.feeds.models import ImportJob, ImportRow
from tenants.feeds.template_file import write_template
from tenants.kernel.errors import Invalid, NotFound
from tenants.registry.context import use_retailer

VIEW, ADD = "feeds.view_importjob", "feeds.add_importjob"
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadParser(BoundedMultiPartParser):
    largest = uploads.LARGEST


class ImportEndpoint(ShopEndpoint):
    is_hidden = True
    is_personal = True
    rights = {"GET": VIEW, "HEAD": VIEW, "POST": ADD}

    def job(self, id: UUID) -> ImportJob:  # noqa: A002
        """In the schema of the shop. Raises NotFound."""
        job = ImportJob.objects.filter(uuid=id).first()
        if job is None:
            raise NotFound(gettext("There is no such import."))
        return job


class ImportListView(ImportEndpoint):
    query = PARAMETERS
    problems = {"get": [403, 404, ShopNotNamed], "post": [404, ShopNotNamed, Invalid, TooManyTries]}
    examples = {
        "post": Example(
            request=("file", "dry_run"),
            answer={
                "format": "",
                "status": "queued",
                "rows": 0,
                "imported_rows": 0,
                "refused_rows": 0,
                "created": 0,
                "progress": 0,
                "finished_at": None,
            },
        )
    }

    def get_parsers(self) -> list[Any]:
        return [UploadParser()]

    @extend_schema(
        operation_id="imports_list",
        summary="The imports of a shop, newest first",
        description="For the shop's staff.",
        tags=["imports"],
        parameters=[CURSOR, PAGE_SIZE],
        responses={200: ImportPageOutput},
    )
    def get(self, request: Request, **named: Any) -> Response:
        with use_retailer(self.own_shop):
            jobs = ImportJob.objects.defer("table")
            page = paginate(request, jobs, field="id", descending=True)
        results = [show_import(job) for job in page.rows]
        return Response(page.body(results))

    @extend_schema(
        operation_id="imports_add",
        summary="Bring a file's products into the shop",
        description="Answers at once; ask for the import until it is `done`. For the staff.",
        tags=["imports"],
        request={"multipart/form-data": ImportInput},
        responses={202: ImportOutput},
    )
    def post(self, request: Request, **named: Any) -> Response:
        values = read(ImportInput, request.data)
        hit("import-shop", self.own_shop.slug)
        with use_retailer(self.own_shop):
            job = self._queue(values, getattr(request.user, "uuid", None))
        return Response(show_import(job), status=202)

    def _queue(self, values: dict[str, Any], actor: UUID | None) -> ImportJob:
        options = {name: values[name] for name in ("layout", "dry_run")}
        options |= {"format": values.get("format"), "decimal": values.get("decimal", "")}
        options |= {"tax_rate": values.get("tax_rate"), "actor": actor}
        if ("file" in values) == ("import_id" in values):
            message = gettext("Send a file, or the id of an import whose file is there.")
            raise Invalid(fields={"file": [message]})
        if former := values.get("import_id"):
            return uploads.queue_again(job=former, **options)
        return uploads.queue_import(file=values["file"], name=values["file"].name, **options)


class ImportDetailView(ImportEndpoint):
    problems = {"get": [403, ShopNotNamed]}

    @extend_schema(
        operation_id="imports_read",
        summary="How far an import has come",
        description="For the shop's staff.",
        tags=["imports"],
        responses={200: ImportDetailOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        with use_retailer(self.own_shop):
            return Response(show_import_in_full(self.job(id)))


class ImportErrorsView(ImportEndpoint):
    query = PARAMETERS | {"kind"}
    problems = {"get": [403, ShopNotNamed]}

    @extend_schema(
        operation_id="imports_errors",
        summary="Rows that were refused, and those to look at",
        description="In the order in which they were read. For the shop's staff.",
        tags=["imports"],
        parameters=[
            OpenApiParameter("kind", str, enum=ImportRow.Kind.values),
            CURSOR,
            PAGE_SIZE,
        ],
        responses={200: ImportErrorPageOutput},
    )
    def get(self, request: Request, id: UUID, **named: Any) -> Response:  # noqa: A002
        kind = choice(web_request(request).GET, "kind", ImportRow.Kind.values)
        with use_retailer(self.own_shop):
            rows = ImportRow.objects.filter(job=self.job(id))
            rows = rows.filter(kind=kind) if kind else rows
            page = paginate(request, rows, field="id")
        names = ("row", "kind", "field", "value", "name", "reason")
        results = [{name: getattr(row, name) for name in names} for row in page.rows]
        return Response(page.body(results))


class AnyRenderer(BaseRenderer):
    """So that a client which asks for the file's own type is not refused."""

    media_type = "*/*"
    format = "file"


class ImportTemplateView(ImportEndpoint):
    query = frozenset({"kind"})
    problems = {"get": [403, 404, ShopNotNamed]}
    renderer_classes = (JSONRenderer, AnyRenderer)

    @extend_schema(
        operation_id="imports_template",
        summary="The list that an import reads, with examples to overwrite",
        description="For the shop's staff.",
        tags=["imports"],
        parameters=[OpenApiParameter("kind", str, enum=list(TYPES), description="csv")],
        responses={
            (200, kind): OpenApiResponse(OpenApiTypes.BINARY, description="The file")
            for kind in TYPES.values()
        },
    )
    def get(self, request: Request, **named: Any) -> HttpResponse:
        kind = choice(web_request(request).GET, "kind", TYPES) or "csv"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"products.{kind}"
            write_template(path)
            response = HttpResponse(path.read_bytes(), content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="products.{kind}"'
        return response
