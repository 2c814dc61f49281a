"""Pictures, and forms as Wagtail's editor posts them."""

import io

import pytest
from PIL import Image as Pillow


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files of a test stay in its own folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def png():
    def make(colour="#aa8866", size=(1800, 1200)):
        data = io.BytesIO()
        Pillow.new("RGB", size, colour).save(data, "PNG")
        return data.getvalue()

    return make
