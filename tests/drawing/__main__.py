"""`python -m tests.drawing`: writes the files of marketplace/demo/pictures."""

import os
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor

from marketplace.demo.pictures import FOLDER
from tests.drawing.files import drawings, write_picture


def main() -> None:
    parser = ArgumentParser(prog="python -m tests.drawing", description=__doc__)
    parser.add_argument("--all", action="store_true", help="draw anew what is there as well")
    draws_all = parser.parse_args().all
    remove_leftovers()
    due = {path: draw for path, draw in drawings().items() if draws_all or not path.exists()}
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as artists:
        size = sum(artists.map(write_picture, due, due.values(), chunksize=4))
    print(f"{len(due)} pictures drawn, {size / 1e6:.1f} MB")


def remove_leftovers() -> None:
    """What shows nothing of the demo any more."""
    for path in sorted({*FOLDER.rglob("*.webp")} - {*drawings()}):
        path.unlink()
        print(f"{path.relative_to(FOLDER)} removed")


if __name__ == "__main__":
    main()
