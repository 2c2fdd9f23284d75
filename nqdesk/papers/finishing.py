"""The second pass: structure tree, links, outline, metadata (PDF/UA-1) into the file that reportlab wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from nqdesk.papers.structure import Destination, Mark, Node, Spot

_PRINT_FLAG = 4
LANGUAGE = "de-DE"


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the file says about itself: title, author (the centre), subject and the day it was made for."""

    title: str
    author: str
    subject: str
    day: date


@dataclass(kw_only=True)
class Extras:
    """What the canvas collected for the second pass.

    Attributes:
        document: root of the structure.
        outline: (level, title, destination name) in reading order.
        page_order: drawn page numbers in the order they shall stand in the file; empty keeps the drawing order.
    """

    document: Node
    destinations: Mapping[str, Destination]
    outline: Sequence[tuple[int, str, str]]
    page_order: Sequence[int] = field(default_factory=tuple)


class _Tree:
    """Writes structure elements and the parent tree."""

    def __init__(self, pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object], extras: Extras) -> None:
        self.pdf = pdf
        self.pages = pages
        self.extras = extras
        self.parents: list[list[pikepdf.Object]] = [[] for _ in pages]
        self.annotation_parents: list[pikepdf.Object] = []
        self.annotations: list[list[pikepdf.Object]] = [[] for _ in pages]
        self._kind = Name("/StructElem")
        self._attributes: dict[tuple[str, int, int], pikepdf.Object] = {}

    def element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        """Write `node` and everything below it; returns the indirect object."""
        entry = self.pdf.make_indirect(Dictionary(Type=self._kind, S=Name("/" + node.kind), P=parent))
        if node.alt:
            entry.Alt = String(node.alt)
        if node.actual:
            entry.ActualText = String(node.actual)
        if node.scope or node.column_span > 1 or node.row_span > 1:
            entry.A = self._table_attributes(node)
        home = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if home is not None:
            entry.Pg = self.pages[home]
        kids = [self._kid(kid, entry, home) for kid in node.kids]
        entry.K = kids[0] if len(kids) == 1 else Array(kids)
        return entry

    def _kid(self, kid: Node | Mark | Spot, entry: pikepdf.Object, home: int | None) -> pikepdf.Object | int:
        if isinstance(kid, Node):
            return self.element(kid, entry)
        if isinstance(kid, Mark):
            owners = self.parents[kid.page]
            owners.extend([entry] * (kid.mcid + 1 - len(owners)))
            owners[kid.mcid] = entry
            if kid.page == home:
                return kid.mcid
            return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.mcid)
        return Dictionary(Type=Name.OBJR, Pg=self.pages[kid.page], Obj=self._annotation(kid, entry))

    def _annotation(self, spot: Spot, entry: pikepdf.Object) -> pikepdf.Object:
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(v, 2) for v in spot.rect]),
                Border=Array([0, 0, 0]),
                F=_PRINT_FLAG,
                Contents=String(spot.label),
                StructParent=len(self.pages) + len(self.annotation_parents),
            )
        )
        if spot.target.startswith("#"):
            annotation.Dest = self.destination(spot.target[1:])
        else:
            annotation.A = Dictionary(S=Name.URI, URI=String(spot.target))
        self.annotation_parents.append(entry)
        self.annotations[spot.page].append(annotation)
        return annotation

    def destination(self, name: str) -> Array:
        """The explicit destination for a name; KeyError if nothing of that name was drawn."""
        place = self.extras.destinations[name]
        return Array([self.pages[place.page], Name.XYZ, 0, round(place.top, 2), 0])

    def _table_attributes(self, node: Node) -> pikepdf.Object:
        key = (node.scope, node.column_span, node.row_span)
        if key not in self._attributes:
            attributes = Dictionary(O=Name.Table)
            if node.scope:
                attributes.Scope = Name("/" + node.scope)
            if node.column_span > 1:
                attributes.ColSpan = node.column_span
            if node.row_span > 1:
                attributes.RowSpan = node.row_span
            self._attributes[key] = self.pdf.make_indirect(attributes)
        return self._attributes[key]


def finished(raw: bytes, identity: Identity, extras: Extras) -> bytes:
    """Return the complete file: same input, same bytes."""
    for _ in finishing(raw, identity, extras, into := BytesIO()):
        pass
    return into.getvalue()


def finishing(raw: bytes, identity: Identity, extras: Extras, into: BytesIO) -> Iterator[None]:
    """Write the complete file into `into`; yields between its few steps so that a caller can stop."""
    with pikepdf.open(BytesIO(raw)) as pdf:
        pages = [page.obj for page in pdf.pages]
        tree = _Tree(pdf, pages, extras)
        extras.document.pruned()
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = tree.element(extras.document, root)
        yield
        numbers: list[pikepdf.Object | int] = []
        for index, owners in enumerate(tree.parents):
            numbers.extend((index, pdf.make_indirect(Array(owners))))
            pages[index].StructParents = index
            pages[index].Tabs = Name.S
            if tree.annotations[index]:
                pages[index].Annots = Array(tree.annotations[index])
        for index, owner in enumerate(tree.annotation_parents):
            numbers.extend((len(pages) + index, owner))
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(pages) + len(tree.annotation_parents)
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String(LANGUAGE)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if extras.outline:
            _outline(pdf, tree, extras.outline)
        if extras.page_order:
            _reorder(pdf, pages, extras.page_order)
        _metadata(pdf, identity)
        yield
        pdf.save(
            into,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
        )


def _outline(pdf: pikepdf.Pdf, tree: _Tree, entries: Sequence[tuple[int, str, str]]) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    above: list[tuple[int, pikepdf.Object]] = [(-1, root)]
    for level, title, name in entries:
        while above[-1][0] >= level:
            above.pop()
        depth, parent = above[-1]
        item = pdf.make_indirect(Dictionary(Title=String(title), Parent=parent, Dest=tree.destination(name)))
        if Name.Last in parent:
            item.Prev = parent.Last
            parent.Last.Next = item
        else:
            parent.First = item
        parent.Last = item
        parent.Count = int(parent.get(Name.Count, 0)) + (1 if depth < 0 else -1)  # negative: closed at first
        above.append((level, item))
    pdf.Root.Outlines = root
    pdf.Root.PageMode = Name.UseOutlines


def _reorder(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object], order: Sequence[int]) -> None:
    tree = pdf.Root.Pages
    tree.Kids = Array([pages[index] for index in order])
    for page in pages:
        page.Parent = tree


def _metadata(pdf: pikepdf.Pdf, identity: Identity) -> None:
    stamp = f"{identity.day:%Y-%m-%d}T00:00:00Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = identity.title
        xmp["dc:creator"] = [identity.author] if identity.author else ["nqdesk"]
        xmp["dc:description"] = identity.subject
        xmp["dc:language"] = [LANGUAGE]
        xmp["pdf:Producer"] = "nqdesk"
        xmp["xmp:CreatorTool"] = "nqdesk"
        xmp["xmp:CreateDate"] = stamp
        xmp["xmp:ModifyDate"] = stamp
        xmp["pdfuaid:part"] = "1"
    info = pdf.docinfo
    for key in list(info.keys()):
        del info[key]
    day = f"D:{identity.day:%Y%m%d}000000Z"
    info["/Title"] = identity.title
    info["/Author"] = identity.author or "nqdesk"
    info["/Subject"] = identity.subject
    info["/Creator"] = "nqdesk"
    info["/Producer"] = "nqdesk"
    info["/CreationDate"] = day
    info["/ModDate"] = day
