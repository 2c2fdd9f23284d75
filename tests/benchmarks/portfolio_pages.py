"""How fast a portfolio of 600 offers is made: against the same pages untagged, and against WeasyPrint."""

import gc
import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from nqdesk.domain.portfolio_book import Entry, PortfolioBook
from nqdesk.papers import full_portfolio, words
from nqdesk.papers.edition import edition_of
from nqdesk.papers.finishing import Extras, finished
from nqdesk.papers.frame import A4
from nqdesk.papers.german import money
from nqdesk.papers.portfolio import identity_of
from nqdesk.papers.qr import bars
from nqdesk.papers.structure import Node
from nqdesk.papers.tagged_canvas import TaggedCanvas
from tests.benchmarks.line import Line
from tests.papers.books import book

OFFERS = 600
WEASYPRINT_OFFERS = 90  # its pages per second fall with length, so fewer flatter it
MOST_OVER_UNTAGGED = 2.0
TIMES_WEASYPRINT = 6.0


class _Untagged(TaggedCanvas):
    """Draws the same without marking anything."""

    @contextmanager
    def tagged(self, node: Node) -> Iterator[None]:
        del node
        yield

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        del kind
        yield

    def link(self, node: Node, rect: tuple[float, float, float, float], target: str, label: str) -> None:
        del node, rect, target, label


def _drawn(canvas: TaggedCanvas, portfolio: PortfolioBook) -> Extras:
    drawing = full_portfolio.draw(canvas, edition_of(portfolio))
    while True:
        try:
            next(drawing)
        except StopIteration as end:
            extras = end.value
            assert isinstance(extras, Extras)
            return extras


def _tagged(portfolio: PortfolioBook) -> int:
    canvas = TaggedCanvas(A4)
    extras = _drawn(canvas, portfolio)
    finished(canvas.finished(), identity_of(portfolio, full_portfolio.KICKER), extras)
    return canvas.page_number


def _untagged(portfolio: PortfolioBook) -> int:
    canvas = _Untagged(A4)
    _drawn(canvas, portfolio)
    canvas.finished()
    return canvas.page_number


def _timed(work: Callable[[PortfolioBook], int], portfolio: PortfolioBook) -> tuple[float, int]:
    bars.cache_clear()
    gc.collect()
    began = perf_counter()
    pages = work(portfolio)
    return perf_counter() - began, pages


def measure() -> list[Line]:
    """Return the two lines."""
    portfolio = book(OFFERS)
    _tagged(book(30))
    tagged = [_timed(_tagged, portfolio) for _ in range(3)]
    untagged = [_timed(_untagged, portfolio) for _ in range(3)]
    (seconds, pages), bare = min(tagged), min(untagged)[0]
    their_seconds, their_pages = _timed(_weasyprint, book(WEASYPRINT_OFFERS))
    ours, theirs = pages / seconds, their_pages / their_seconds
    return [
        Line(
            "portfolio of 600 offers, tagged / untagged",
            seconds / bare,
            MOST_OVER_UNTAGGED,
            f"{pages} pages, {seconds:.2f} s tagged, {bare:.2f} s untagged",
        ),
        Line(
            "portfolio, pages per second / WeasyPrint's with pdf/ua-1",
            ours / theirs,
            TIMES_WEASYPRINT,
            f"{ours:.0f} against {theirs:.1f} pages/s",
            at_least=True,
        ),
    ]


# The same content as HTML


def _weasyprint(portfolio: PortfolioBook) -> int:
    import weasyprint

    document = weasyprint.HTML(string=_page(portfolio)).render(pdf_variant="pdf/ua-1")
    document.write_pdf(pdf_variant="pdf/ua-1")
    return len(document.pages)


_STYLE = """
@page { size: A4; margin: 62pt 48pt 66pt; @bottom-right { content: "Seite " counter(page); font-size: 7.6pt } }
body { font: 9.5pt/14pt "Noto Sans"; color: #1b2430 } h3 { font-size: 18pt; line-height: 23pt }
.card { border: 0.9pt solid #e2e6eb; border-radius: 5pt; padding: 13pt; margin: 11pt 0; break-inside: avoid }
.card h4 { font-size: 11.2pt; margin: 0 } .qr { float: right; width: 64pt }
table { border-collapse: collapse; font-size: 8.8pt } td, th { padding: 3pt 6pt; border-bottom: 0.5pt solid #e2e6eb }
"""


def _page(portfolio: PortfolioBook) -> str:
    parts = [f"<h1>{html.escape(portfolio.title)}</h1>"]
    for section in portfolio.sections:
        parts.append(f"<h2>{html.escape(section.title or 'Weitere')}</h2>")
        for part in section.occupations:
            parts.append(f"<section><h3>{html.escape(part.title or 'Weitere')}</h3><ol>")
            parts.extend(f"<li>TQ {tile.number} {html.escape(tile.name)}</li>" for tile in part.strip)
            parts.append("</ol>")
            parts.extend(_card(entry, portfolio) for entry in part.entries)
            parts.append("</section>")
    body = "".join(parts)
    title = html.escape(portfolio.title)
    return f"<html lang=de><head><title>{title}</title><style>{_STYLE}</style></head><body>{body}</body></html>"


def _card(entry: Entry, portfolio: PortfolioBook) -> str:
    offer, provider = entry.offer, entry.provider
    heads = "".join(f"<th scope=col>{head}</th>" for head in ("Beginn", "Ende", "Form", "Stunden", "Ort"))
    rows = "".join(
        f"<tr><td>{words.begin(run)}</td><td>{run.end or ''}</td><td>{words.form(offer, run)}</td>"
        f"<td>{words.hours(offer, run)}</td><td>{words.place(run)}</td></tr>"
        for run in entry.runs
    )
    price = money(offer.price) if offer.price else "Preis nicht angegeben"
    web = offer.web or provider.web
    link = f'<a href="{html.escape(web)}">{html.escape(web)}</a>' if web else ""
    return (
        f"<div class=card>{_svg(web) if web else ''}<h4>{html.escape(offer.title)}</h4>"
        f"<p>{html.escape(provider.name)} · {words.azav(provider, portfolio.on)}</p>"
        f"<table><tr>{heads}</tr>{rows}</table><p><b>{price}</b> {words.funding(offer)}</p>"
        f"<p>Kontakt: {html.escape(provider.phone)} {html.escape(provider.email)} {link}</p></div>"
    )


def _svg(address: str) -> str:
    size, dark = bars(address)
    path = "".join(f"M{first} {row}h{length}v1h-{length}z" for row, first, length in dark)
    return f'<svg class=qr viewBox="0 0 {size} {size}" role=img aria-label="QR-Code"><path d="{path}"/></svg>'
