"""Pictures as a person would upload them."""

from io import BytesIO

from PIL import Image


def draw_picture(colour="#aa8866", size=(40, 30), kind="PNG"):
    """A file with a name, at its beginning."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    file.seek(0)
    file.name = f"picture.{kind.lower()}"
    return file
