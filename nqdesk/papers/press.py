"""From drawing to file: a long paper is drawn piece by piece, finished and written, with progress."""

from collections.abc import Generator
from io import BytesIO
from pathlib import Path

from nqdesk.domain.progress import Progress
from nqdesk.papers.finishing import Extras, Identity, finishing
from nqdesk.papers.tagged_canvas import TaggedCanvas
from nqdesk.papers.target_file import write


def press(
    canvas: TaggedCanvas, drawing: Generator[int, None, Extras], total: int, identity: Identity, out: Path
) -> Generator[Progress, None, int]:
    """Draw, finish and write a paper; returns its pages.

    `drawing` yields how many of `total` pieces are set. Raises PapersError as `target_file.write`; closing the
    generator early leaves no file.
    """
    while True:
        try:
            yield Progress(next(drawing), total, "pages")
        except StopIteration as end:
            extras: Extras = end.value
            break
    yield Progress(total, total, "pages")
    into = BytesIO()
    pages = canvas.page_number
    for _ in finishing(canvas.finished(), identity, extras, into):
        yield Progress(total, total, "paper_writing")
    write(out, into.getvalue())
    return pages
