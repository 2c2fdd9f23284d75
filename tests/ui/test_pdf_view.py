"""The preview: pages in view are drawn, keys turn them, a file that cannot be read is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen import canvas

from nqdesk.domain.failure import Failure
from nqdesk.ui.jobs import InlineLane, Reads, run_now
from nqdesk.ui.pdf_pages import PdfPages, print_pages
from nqdesk.ui.widgets.pdf_view import PdfPreview, PdfView
from tests.keyboard import press
from tests.ui.accessibility import nameless

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Twelve pages, the last two landscape and A3."""
    path = tmp_path / f"Bericht {date(2026, 11, 23)}.pdf"
    page = canvas.Canvas(str(path))
    for size in [A4] * 10 + [landscape(A4), A3]:
        page.setPageSize(size)
        page.setFillColorRGB(1, 0, 0)
        page.rect(0, 0, size[0], size[1], fill=1, stroke=0)
        page.showPage()
    page.save()
    return path


@pytest.fixture
def preview(show: Show) -> PdfPreview:
    made = PdfPreview(Reads(InlineLane(None)))
    made.resize(700, 600)
    show(made)
    return made


def middle(view: PdfView) -> QColor:
    QApplication.processEvents()
    image = view.viewport().grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_pages_are_drawn_when_they_come_into_view(preview: PdfPreview, file: Path) -> None:
    preview.show_file(file)
    assert (preview.view.count, preview.view.page) == (12, 1)
    assert middle(preview.view) == QColor(255, 0, 0)
    preview.view.go_to(12)
    assert preview.view.page == 12
    assert middle(preview.view) == QColor(255, 0, 0)


def test_keys_turn_pages_and_change_the_size(preview: PdfPreview, file: Path) -> None:
    preview.show_file(file)
    view = preview.view
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, 12), (Qt.Key.Key_PageUp, 11), (Qt.Key.Key_Home, 1)):
        press(view, key)
        assert view.page == page
    sizes: list[int] = []
    view.zoomed.connect(sizes.append)
    control = Qt.KeyboardModifier.ControlModifier
    press(view, Qt.Key.Key_Plus, control)
    press(view, Qt.Key.Key_Minus, control)
    press(view, Qt.Key.Key_0, control)
    assert sizes[0] > sizes[1]
    assert "Seite 1 von 12" in " ".join(label.text() for label in preview.findChildren(QLabel))
    assert view.accessibleName() == "Vorschau, Seite 1 von 12"


def test_a_new_version_of_the_file_keeps_the_page(preview: PdfPreview, file: Path) -> None:
    preview.show_file(file)
    preview.view.go_to(5)
    preview.show_file(file)
    assert preview.view.page == 5


def test_the_file_stays_free(preview: PdfPreview, file: Path) -> None:
    preview.show_file(file)
    file.unlink()
    preview.view.go_to(7)
    assert middle(preview.view) == QColor(255, 0, 0)


def test_a_file_that_is_no_pdf_is_said(preview: PdfPreview, tmp_path: Path) -> None:
    (tmp_path / "kaputt.pdf").write_bytes(b"kein PDF")
    errors: list[Failure] = []
    preview.view.failed.connect(errors.append)
    preview.show_file(tmp_path / "kaputt.pdf")
    preview.show_file(tmp_path / "fehlt.pdf")
    assert [(e.code, e.values["name"]) for e in errors] == [
        ("pdf_unreadable", "kaputt.pdf"),
        ("pdf_unreadable", "fehlt.pdf"),
    ]


def test_the_tools_can_be_used_without_seeing_them(preview: PdfPreview) -> None:
    assert nameless(preview) == []


def test_every_page_is_printed_in_its_own_size(file: Path, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gedruckt.pdf"))
    printer.setResolution(72)
    assert run_now(print_pages(file, printer)) == 12
    pages = PdfPages(tmp_path / "gedruckt.pdf")
    sizes = [(round(w), round(h)) for w, h in pages.open()]
    pages.close()
    assert sizes[0] == (595, 842)
    assert sizes[10] == (842, 595)
    assert sizes[11] == (842, 1191)


def test_only_the_chosen_pages_are_printed(file: Path, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gedruckt.pdf"))
    printer.setResolution(72)
    printer.setFromTo(3, 4)
    assert run_now(print_pages(file, printer)) == 2
