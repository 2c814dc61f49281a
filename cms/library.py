"""The editors' library of pictures takes them through the one door, tenants.kernel.pictures.

Wagtail has several ways in: a picture added, a file replaced, many at once, chosen in a page.
All of them ask for the form's field; it writes the upload itself anew, since Wagtail keeps
that, and not what the field gave back, when another field of the form is wrong.
"""

from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from tenants.kernel.pictures import UnusableImage, as_webp, read_picture, within_square

LONGEST = 2_400  # pixels of the shorter side, about: what the largest rendition needs
LARGEST_SIDE = 4_800  # pixels
QUALITY = 92  # renditions are made of it


class PictureField(WagtailImageField):
    """Gives the upload back as a WebP without metadata. Raises ValidationError with the reason."""

    def to_python(self, data: Any) -> Any:
        upload: Any = FileField.to_python(self, data)
        if upload is None:
            return None
        try:
            write_anew(upload)
        except UnusableImage as refusal:
            raise ValidationError(refusal.fields["image"], code=refusal.code) from refusal
        return upload


class PictureForm(BaseImageForm):
    """settings.WAGTAILIMAGES_IMAGE_FORM_BASE; without the file where many are described."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget
            )


def write_anew(upload: UploadedFile[Any]) -> None:
    """Replace the upload's bytes, in memory or in its temporary file. Raises UnusableImage."""
    file: IO[bytes] = upload.file  # type: ignore[assignment]
    picture = within_square(read_picture(file=file, longest=LONGEST), LARGEST_SIDE)
    data = as_webp(picture, quality=QUALITY)
    file.seek(0)
    file.truncate()
    file.write(data)
    file.flush()
    file.seek(0)
    upload.size = len(data)
    upload.name = f"{PurePath(upload.name or 'picture').stem}.webp"
    upload.content_type = "image/webp"
