"""Small openQ-cat files of which a test says only what matters to it; every provider and person is invented."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from nqdesk.domain.incoming import FileHead, Incoming, IncomingOffer
from nqdesk.domain.occupation_index import OccupationIndex
from nqdesk.domain.offers import Offer
from nqdesk.exchange import reading
from tests.exchange.catalogue_maker import header, supplier_number

NUMBER = supplier_number(1)


def service(
    product: str = "4711",
    *,
    title: str = "Umschulung Fachlagerist/Fachlageristin",
    parent: str = "",
    details: str = "",
    education: str = "",
    extended: str = "",
    modules: str = "<MODULE_COURSE><LOCATION><NAME/></LOCATION></MODULE_COURSE>",
    start: str = "2027-02-05T00:00:00.000+01:00",
    end: str = "2027-12-17T00:00:00.000+01:00",
    price: str = "4860.5",
    code: str = "B 51312-90700",
    field: str = "",
    supplier: str = NUMBER,
) -> str:
    """Return one SERVICE; `details`, `education` and `extended` are further elements in their places."""
    kind = "false" if parent else "true"
    price_part = f"<SERVICE_PRICE><PRICE_AMOUNT>{price}</PRICE_AMOUNT></SERVICE_PRICE>" if price else ""
    return f"""<SERVICE mode="new"><PRODUCT_ID>{product}</PRODUCT_ID><COURSE_TYPE>1</COURSE_TYPE>
<SUPPLIER_ID_REF type="supplier_specific">{supplier}</SUPPLIER_ID_REF>
<SERVICE_DETAILS>{f"<TITLE>{title}</TITLE>" if title else ""}{details}
<SERVICE_DATE><START_DATE>{start}</START_DATE><END_DATE>{end}</END_DATE></SERVICE_DATE>
<SERVICE_MODULE><EDUCATION type="{kind}"><COURSE_ID>{parent or product}</COURSE_ID>{education}
<EXTENDED_INFO>{extended}</EXTENDED_INFO>{modules}</EDUCATION></SERVICE_MODULE></SERVICE_DETAILS>
<SERVICE_CLASSIFICATION><FEATURE><FNAME>{code}</FNAME><FVALUE>{field}</FVALUE></FEATURE></SERVICE_CLASSIFICATION>
<SERVICE_PRICE_DETAILS>{price_part}</SERVICE_PRICE_DETAILS></SERVICE>"""


def catalogue_text(*services: str, catalogue: str = 'NEW_CATALOG FULLCATALOG="true"', declaration: str = "") -> str:
    """Return a whole catalogue."""
    closing = catalogue.split()[0]
    body = "\n".join(services)
    head = header(date(2026, 10, 1))
    return f"{declaration}<OPENQCAT version='1.1'>{head}<{catalogue}>{body}</{closing}></OPENQCAT>"


def read(path: Path, content: str | bytes, catalogue: OccupationIndex) -> tuple[FileHead, Sequence[Incoming]]:
    """Write and read a file."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    head, records = reading.open_file(path, catalogue)
    return head, list(records)


def offers(path: Path, catalogue: OccupationIndex, *services: str) -> list[Offer]:
    """Return the offers of a catalogue of these services; a refusal fails."""
    _, records = read(path / "katalog.xml", catalogue_text(*services), catalogue)
    assert all(isinstance(r, IncomingOffer) for r in records), records
    return [r.offer for r in records if isinstance(r, IncomingOffer)]
