"""Public pictures out of MEDIA_ROOT/<schema>/: for one machine; an object store replaces it.

Only pictures, only from the folders that are meant for everybody: uploads of staff (imports,
documents, the originals of the editors' library) are never served from here; of that library
only renditions are, as the WebP that Wagtail writes: one in another format, of an earlier
release, may carry where its picture was taken. A shop's host serves its own schema's files.
"""

from pathlib import Path

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponseNotModified,
)
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

from marketplace.accounts.people import avatars

RENDITIONS = "images"  # Wagtail's
FOLDERS = frozenset({"products", RENDITIONS, "shop", "categories"})
# What belongs to no shop: pictures of people, by addresses that cannot be guessed.
FOLDERS_OF_PUBLIC = frozenset({avatars.FOLDER})
TYPES = {
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".avif": "image/avif",
}
LONGEST_PATH, LONGEST_NAME = 1000, 255  # letters, and bytes as most file systems have it
WEEK = 7 * 24 * 60 * 60


@require_safe
def serve(request: HttpRequest, schema: str, path: str) -> HttpResponseBase:
    retailer = request.retailer  # type: ignore[attr-defined]
    if retailer is not None and retailer.schema_name != schema:
        raise Http404
    file = _public_file(schema, path)
    modified = file.stat().st_mtime
    if not was_modified_since(request.headers.get("If-Modified-Since"), modified):
        return HttpResponseNotModified()
    response = FileResponse(file.open("rb"), content_type=TYPES[file.suffix.lower()])
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={WEEK}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_be_a_file(path: str) -> bool:
    """The system refuses to look for the others, which is no outage."""
    names = path.split("/")
    return len(path) <= LONGEST_PATH and all(len(name.encode()) <= LONGEST_NAME for name in names)


def _public_file(schema: str, path: str) -> Path:
    """Raises Http404 for whatever is no picture in a public folder of that schema."""
    if not _may_be_a_file(f"{schema}/{path}"):
        raise Http404
    folder, _, rest = path.partition("/")
    root = (Path(settings.MEDIA_ROOT) / schema).resolve()
    target = (root / path).resolve()
    inside = root.parent == Path(settings.MEDIA_ROOT).resolve() and target.is_relative_to(
        root / folder
    )
    folders = FOLDERS_OF_PUBLIC if schema == avatars.SCHEMA else FOLDERS
    types = (".webp",) if folder == RENDITIONS else TYPES
    allowed = folder in folders and rest and target.suffix.lower() in types
    if not (inside and allowed and target.is_file()):
        raise Http404
    return target
