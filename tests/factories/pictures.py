"""Pictures as a person would upload them."""

from io import BytesIO

from PIL import Image


def png(colour="#aa8866", size=(40, 30)):
    """A file, at its beginning."""
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    data.seek(0)
    return data
