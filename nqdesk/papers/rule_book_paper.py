"""The whole rule book of the funding rules: cover, guide, contents, instruments by level, imprint."""

from collections.abc import Callable, Generator, Iterable
from functools import partial
from pathlib import Path

from nqdesk.domain.funding.printed_rules import PrintedRules
from nqdesk.domain.funding.rules import Instrument, Level
from nqdesk.domain.progress import Progress
from nqdesk.papers import contents, rule_guide
from nqdesk.papers.blocks import Block, Text
from nqdesk.papers.check_words import DECIDES
from nqdesk.papers.colours import Palette, palette
from nqdesk.papers.contents import ContentsEntry
from nqdesk.papers.cover import Front, draw_front
from nqdesk.papers.edition import Footers
from nqdesk.papers.errors import PapersError
from nqdesk.papers.finishing import Extras, Identity
from nqdesk.papers.frame import NO_HEAD, Filler, PageFormat
from nqdesk.papers.german import count, short_day
from nqdesk.papers.late_contents import LateContents
from nqdesk.papers.logo import read_logo
from nqdesk.papers.press import press
from nqdesk.papers.rule_instrument import instrument_blocks
from nqdesk.papers.structure import Node
from nqdesk.papers.styles import PART_TITLE
from nqdesk.papers.tagged_canvas import TaggedCanvas

TITLE = "Förderregeln der beruflichen Weiterbildung"
KICKER = "Regelwerk"
PAGE = PageFormat()
_ROOM_FOR_A_PART, _BEFORE_A_PART = 0.62, 44.0  # of a page; points
_ROOM_FOR_AN_INSTRUMENT = 0.3
_LEVELS = {Level.FEDERAL: "Bund", Level.LAND: "Länder", Level.CENTRE: "Eigene Regeln der Beratungsstelle"}


def make(rules: PrintedRules, out: Path) -> Generator[Progress, None, int]:
    """Set the rule book and write it to `out`; yields progress in instruments, returns the number of pages.

    PapersError "no_rules_on_day" when no version is in force on the day asked for; the codes of `target_file.write`
    when the file cannot be written. The same input gives the same bytes. Closing the generator early leaves no file.
    """
    total = len(rules.printed)
    if not total:
        day = short_day(rules.on) if rules.on else ""
        raise PapersError("no_rules_on_day", {"name": out.name, "day": day})
    canvas = TaggedCanvas(PAGE.size)
    title = f"{KICKER}: {TITLE}" if rules.on is None else f"{KICKER}: {TITLE}, Rechtsstand {short_day(rules.on)}"
    identity = Identity(title=title, author=rules.centre.name, subject=DECIDES, day=rules.printed_on)
    return (yield from press(canvas, _draw(canvas, rules), total, identity, out))


def _draw(canvas: TaggedCanvas, rules: PrintedRules) -> Generator[int, None, Extras]:
    """Draw everything; yields the number of instruments set so far.

    The list of contents is drawn last, when page numbers are known, and takes its place in the second pass.
    """
    colours = palette(rules.centre.colour)
    document = Node("Document")
    footers = Footers(f"{KICKER}, {rule_guide.footer_day(rules)}", PAGE)
    filler = Filler(canvas, PAGE, footers)
    _draw_cover(canvas, rules, colours, document.add("Sect"))
    filler.put(_without_head(rule_guide.guide(rules, document)))
    filler.next_page()
    listed = LateContents(canvas, footers, PAGE, document.add("Sect"), partial(_entries, rules))
    done = 0
    for level in Level:
        instruments = rules.of_level(level)
        sect = document.add("Sect")
        if instruments:
            _make_room(filler, _ROOM_FOR_A_PART)
            filler.put(_without_head([_level_title(level, sect)]))
        for place, instrument in enumerate(instruments):
            if place:
                _make_room(filler, _ROOM_FOR_AN_INSTRUMENT)
            for _ in filler.fill(instrument_blocks(instrument, rules, sect.add("Sect"), colours)):
                yield done
            done += 1
            yield done
    for blocks in (rule_guide.left_out(rules, document), rule_guide.imprint(rules, document, colours)):
        _make_room(filler, _ROOM_FOR_A_PART)
        filler.put(_without_head(blocks))
    filler.next_page()
    page_order = listed.draw(filler, _begin_contents)
    return Extras(
        document=document,
        destinations=canvas.destinations,
        outline=_outline(canvas),
        page_order=page_order,
    )


def _draw_cover(canvas: TaggedCanvas, rules: PrintedRules, colours: Palette, sect: Node) -> None:
    front = Front(
        kicker=KICKER,
        title=TITLE,
        subtitle=rule_guide.state_of_law(rules),
        centre=rules.centre,
        colours=colours,
        logo=read_logo(rules.centre.logo),
    )
    draw_front(canvas, front, PAGE, sect, lambda: rule_guide.below_cover(rules, colours, sect))


def _without_head(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of a part that begins anew: apart from what stands above, without its running head."""
    parts = list(blocks)
    for block in parts[:1]:
        block.running, block.before = NO_HEAD, _BEFORE_A_PART
    return parts


def _begin_contents(lines: list[Block]) -> None:
    """Let the list begin a part; its further pages have its running head."""
    _without_head(lines)
    lines[0].running = contents.TITLE


def _make_room(filler: Filler, share: float) -> None:
    """Go to the next page if less than a share of the page is left."""
    if filler.room < PAGE.height * share:
        filler.next_page()


def _level_title(level: Level, sect: Node) -> Text:
    name = _LEVELS[level]
    return Text(
        name, PART_TITLE, sect.add("H2"), after=10, keep_with_next=True, destination=level.value, outline=(0, name)
    )


def _entries(rules: PrintedRules, page_of: Callable[[str], int]) -> list[ContentsEntry]:
    """The lines of the contents in reading order; `page_of` gives a destination's printed page."""

    def entry(level: int, title: str, destination: str, detail: str = "") -> ContentsEntry:
        return ContentsEntry(
            level=level, title=title, detail=detail, page=page_of(destination), destination=destination
        )

    entries = [entry(0, rule_guide.GUIDE, rule_guide.GUIDE_AT)]
    for level in Level:
        instruments = rules.of_level(level)
        if instruments:
            entries.append(entry(0, _LEVELS[level], level.value))
        entries += [entry(1, each.title, each.id, _detail(each, rules)) for each in instruments]
    if rules.on is not None and rules.left_out:
        entries.append(entry(0, rule_guide.LEFT_OUT, rule_guide.LEFT_OUT_AT))
    entries.append(entry(0, rule_guide.IMPRINT, rule_guide.IMPRINT_AT))
    return entries


def _detail(instrument: Instrument, rules: PrintedRules) -> str:
    return "" if rules.on else count(len(rules.versions(instrument)), "Fassung", "Fassungen")


def _outline(canvas: TaggedCanvas) -> list[tuple[int, str, str]]:
    """The outline with the contents in its place, behind the guide."""
    guide = [item for item in canvas.outline if item[2] == rule_guide.GUIDE_AT]
    rest = [item for item in canvas.outline if item[2] != rule_guide.GUIDE_AT]
    return [*guide, (0, contents.TITLE, contents.DESTINATION), *rest]
