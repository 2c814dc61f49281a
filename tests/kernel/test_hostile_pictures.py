"""A hundred hostile files are refused with a reason, in bounded memory and time."""

import json
import subprocess
import sys

import pytest

from tests.architecture.code import ROOT
from tests.factories.hostile_pictures import hostile_files

pytestmark = pytest.mark.world

MOST_MEMORY = 300  # MB above what the process had before the first of them
MOST_SECONDS = 3.0  # each

# What each is told, by the beginning of its name; for all others it is the last.
MOVES = "Use a picture that does not move."
PIXELS = "This picture has too many pixels"
NARROW = "This picture is too long, or too narrow."
MORE = "This file is more than a picture: save it anew as a picture alone."
OPENS = "Use a JPEG, PNG, WebP or GIF picture that opens."
REASONS = {
    "empty": "This file is empty.",
    "a file of 16 MB": "Use a file below 15 MB.",
    "jpeg of 5000 scans": "This picture is built of too many layers: save it anew.",
    "gif of 300 frames": MOVES,
    "gif of two frames": MOVES,
    "webp of 60 frames": MOVES,
    "png of 40 frames": MOVES,
    "png of one pixel by a million": NARROW,
    "png of 20 by 15000": NARROW,
    "jpeg claiming 1 x 65500": NARROW,
    "jpeg claiming 17000 x 2000": NARROW,
    "png that unfolds to 100 MB": PIXELS,
    "gif with a frame beyond its canvas": PIXELS,
}
POLYGLOT = (" and ", " with a script", " with php", " with entities", " that reads", "a bom")
IN_WORDS = {"html", "php", "pdf", "zip"}

CHILD = """
import io, json, sys, time
from django.conf import settings
settings.configure(USE_I18N=False)
from tenants.kernel.pictures import UnusableImage, as_webp, read_picture, to_width
def peak():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
as_webp(to_width(read_picture(file=open(sys.argv[1], "rb"), longest=1200), 9))
before, told = peak(), {}
for path in sys.argv[2:]:
    began = time.monotonic()
    try:
        with open(path, "rb") as file:
            picture = read_picture(file=file, longest=1200)
        as_webp(to_width(picture, min(1200, picture.width)))
        reason = "taken"
    except UnusableImage as refusal:
        reason = refusal.fields["image"][0]
    told[path] = [reason, time.monotonic() - began, (peak() - before) // 1024]
print(json.dumps(told))
"""


def sent(folder, files):
    """{name: [reason or "taken", seconds, highest memory so far in MB]}, by a child process."""
    from tests.factories.hostile_pictures import picture

    if not sys.platform.startswith("linux"):
        pytest.skip("reads the peak of memory from /proc")
    (folder / "first").write_bytes(picture("PNG"))
    paths = {}
    for number, (name, data) in enumerate(files.items()):
        paths[str(folder / str(number))] = name
        (folder / str(number)).write_bytes(data)
    command = [sys.executable, "-c", CHILD, str(folder / "first"), *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {paths[path]: told for path, told in json.loads(done.stdout).items()}


def expected(name):
    if name in REASONS:
        return REASONS[name]
    if "claiming" in name:
        return PIXELS
    wordy = (
        name in IN_WORDS
        or name.startswith("svg with script")
        or any(part in name for part in POLYGLOT)
    )
    return MORE if wordy else OPENS


def test_each_is_refused_with_its_reason_in_bounded_memory_and_time(tmp_path):
    files = hostile_files()
    told = sent(tmp_path, files)

    assert len(told) == len(files) >= 100
    wrong = {
        name: reason
        for name, (reason, _, _) in told.items()
        if not reason.startswith(expected(name))
    }
    assert wrong == {}
    slow = {name: seconds for name, (_, seconds, _) in told.items() if seconds > MOST_SECONDS}
    assert slow == {}
    assert max(memory for _, _, memory in told.values()) < MOST_MEMORY


@pytest.mark.parametrize("name", ["jpeg", "progressive jpeg", "png", "webp", "gif"])
def test_the_largest_that_is_taken_stays_in_the_same_bounds(name, tmp_path):
    from tests.factories.hostile_pictures import largest

    told = sent(tmp_path, {name: largest(name)})

    reason, seconds, memory = told[name]
    assert reason == "taken"
    assert memory < MOST_MEMORY
    assert seconds < 4 * MOST_SECONDS
