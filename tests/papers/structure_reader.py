"""Reads a tagged PDF back as a screen reader would: elements with their words, cells, links, and what is skipped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name

_HEX = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass(eq=False)
class Element:
    """A structure element with what was drawn for it."""

    kind: str
    parent: "Element | None" = None
    kids: list["Element | str"] = field(default_factory=list)
    alt: str = ""
    actual: str = ""
    scope: str = ""
    column_span: int = 1
    links: list[tuple[str, str]] = field(default_factory=list)  # (target, label)

    @property
    def children(self) -> list["Element"]:
        """The elements directly below."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def text(self) -> str:
        """The words in reading order, soft hyphens taken out."""
        return re.sub(r" +", " ", self._raw()).strip()

    def _raw(self) -> str:
        text = "".join(kid if isinstance(kid, str) else kid._raw() for kid in self.kids)
        return text.replace("\u00ad", "")

    def walk(self) -> Iterator["Element"]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.children:
            yield from kid.walk()

    def all(self, *kinds: str) -> list["Element"]:
        """All elements of these kinds below, in reading order."""
        return [element for element in self.walk() if element.kind in kinds]


@dataclass
class Tagged:
    """A file read back: root element, title, and the words of artifacts page by page."""

    root: Element
    title: str
    artifacts: list[list[str]]
    outline: list[tuple[int, str, int]]  # level, title, page from 0
    page_count: int


def read(path: Path) -> Tagged:
    """Read a tagged file; AssertionError if a marked sequence is claimed by nobody or twice."""
    with pikepdf.open(path) as pdf:
        marked: dict[tuple[int, int], str] = {}
        artifacts = []
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        for index, page in enumerate(pdf.pages):
            skipped: list[str] = []
            for mcid, text in _sequences(page):
                if mcid is None:
                    if text.strip():
                        skipped.append(text.strip())
                else:
                    assert (index, mcid) not in marked, "an MCID is used twice on a page"
                    marked[index, mcid] = text
            artifacts.append(skipped)
        reader = _Reader(pages, marked)
        root = reader.element(pdf.Root.StructTreeRoot.K, None)
        assert not reader.left, f"marked content without element: {sorted(reader.left)[:5]}"
        _check_parent_tree(pdf)
        outline = list(_outline(pdf.Root.get("/Outlines"), 0, pages))
        return Tagged(root, str(pdf.docinfo["/Title"]), artifacts, outline, len(pdf.pages))


class _Reader:
    def __init__(self, pages: dict[tuple[int, int], int], marked: dict[tuple[int, int], str]) -> None:
        self.pages = pages
        self.marked = marked
        self.left = set(marked)

    def element(self, obj: pikepdf.Object, parent: Element | None) -> Element:
        element = Element(str(obj.S)[1:], parent)
        element.alt = str(obj.get("/Alt", ""))
        element.actual = str(obj.get("/ActualText", ""))
        attributes = obj.get("/A")
        if attributes is not None:
            element.scope = str(attributes.get("/Scope", ""))[1:]
            element.column_span = int(attributes.get("/ColSpan", 1))
        home = obj.get("/Pg")
        kids = obj.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._kid(kid, element, home)
        return element

    def _kid(self, kid: object, element: Element, home: pikepdf.Object | None) -> None:
        if isinstance(kid, pikepdf.Dictionary):
            kind = kid.get("/Type")
            if kind == Name.MCR:
                element.kids.append(self._take(kid.Pg, int(kid.MCID)))
            elif kind == Name.OBJR:
                element.links.append(_link(kid.Obj, self.pages))
            else:
                element.kids.append(self.element(kid, element))
        elif kid is not None:
            assert home is not None
            element.kids.append(self._take(home, int(kid)))  # type: ignore[call-overload]

    def _take(self, page: pikepdf.Object, mcid: int) -> str:
        key = self.pages[page.objgen], mcid
        assert key in self.left, f"{key} is claimed twice or does not exist"
        self.left.discard(key)
        return self.marked[key]


def _link(annotation: pikepdf.Object, pages: dict[tuple[int, int], int]) -> tuple[str, str]:
    assert int(annotation.F) & 4, "a link without the Print flag"
    inside = "/Dest" in annotation
    target = f"#{pages[annotation.Dest[0].objgen]}" if inside else str(annotation.A.URI)
    return target, str(annotation.Contents)


def _check_parent_tree(pdf: pikepdf.Pdf) -> None:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for page in pdf.pages:
        assert page.obj.Tabs == Name.S
        owners = parents[int(page.obj.StructParents)]
        for mcid, owner in enumerate(owners):
            assert _claims(owner, mcid, page.obj), "the parent tree names the wrong element"
        for annotation in page.obj.get("/Annots", []):
            owner = parents[int(annotation.StructParent)]
            kids = owner.K if isinstance(owner.K, pikepdf.Array) else [owner.K]
            assert any(
                isinstance(kid, pikepdf.Dictionary) and kid.get("/Obj", Name.None_) == annotation for kid in kids
            )


def _claims(owner: pikepdf.Object, mcid: int, page: pikepdf.Object) -> bool:
    kids = owner.K if isinstance(owner.K, pikepdf.Array) else [owner.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/Type") == Name.MCR and int(kid.MCID) == mcid and kid.Pg.objgen == page.objgen:
                return True
        elif int(kid) == mcid and owner.Pg.objgen == page.objgen:
            return True
    return False


def _outline(
    parent: pikepdf.Object | None, level: int, pages: dict[tuple[int, int], int]
) -> Iterator[tuple[int, str, int]]:
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        yield level, str(item.Title), pages[item.Dest[0].objgen]
        yield from _outline(item, level + 1, pages)
        item = item.get("/Next")


def _sequences(page: pikepdf.Page) -> Iterator[tuple[int | None, str]]:
    """MCID (None: artifact) and text of each marked sequence in painting order; nothing may be drawn outside."""
    fonts = {str(name): _decoding(font) for name, font in page.resources.get("/Font", {}).items()}
    decoding: dict[int, str] = {}
    open_id: int | None = None
    is_open = replaced = False
    text = spoken = ""
    for instruction in pikepdf.parse_content_stream(page):
        assert isinstance(instruction, pikepdf.ContentStreamInstruction), "an inline image"
        operands: list[Any] = list(instruction.operands)
        match str(instruction.operator):
            case "BDC" if str(operands[0]) == "/Span":
                assert is_open, "replaced text outside marked content"
                spoken, replaced = str(operands[1].ActualText), True
            case "EMC" if replaced:
                text, replaced = text + spoken, False
            case "BDC" | "BMC":
                assert not is_open, "marked content nests"
                is_open, text = True, ""
                artifact = str(operands[0]) == "/Artifact"
                open_id = None if artifact else int(operands[1].MCID)
            case "EMC":
                yield open_id, text
                is_open = False
            case "Tf":
                decoding = fonts[str(operands[0])]
            case "Tj":
                assert is_open, "text outside marked content"
                if not replaced:
                    text += "".join(decoding[byte] for byte in bytes(operands[0]))
            case "f" | "S" | "B" | "Do" | "f*":
                assert is_open, "something is painted outside marked content"
    assert not is_open


def _decoding(font: pikepdf.Object) -> dict[int, str]:
    """Byte to character, from the font's ToUnicode map as reportlab writes it."""
    if "/ToUnicode" not in font:
        return {}
    found: dict[int, str] = {}
    data = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        for first, last, targets in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", block, re.DOTALL):
            values = re.findall(r"<(\w+)>", targets)
            for code, value in zip(range(int(first, 16), int(last, 16) + 1), values, strict=False):
                found[code] = bytes.fromhex(value).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        for code, value in _HEX.findall(block):
            found[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be", "replace")
    return found


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table row by row."""
    return [row.children for row in table.children if row.kind == "TR"]


def headed(table: Element) -> list[dict[str, str]]:
    """The data rows as column head → cell text, found by position as a reader does; group rows are left out."""
    head, *rest = rows_of(table)
    assert all(cell.kind == "TH" and cell.scope == "Column" for cell in head)
    full = [row for row in rest if len(row) > 1]
    assert all(row[0].column_span == len(head) for row in rest if len(row) == 1 < len(head))
    if len(head) == 1:
        full = rest
    return [{th.text: cell.text for th, cell in zip(head, row, strict=True)} for row in full]
