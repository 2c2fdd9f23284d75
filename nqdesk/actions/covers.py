"""How a centre's colour will look on its papers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CoverColours:
    """Colours of a cover as ``#rrggbb``, as the papers compute them.

    Attributes:
        band: the centre's colour; on_band: text on it. accent: text and figures on white; soft: a tint.
        contrast: of the text on the band (WCAG, 1 to 21).
    """

    band: str
    on_band: str
    on_band_soft: str
    accent: str
    soft: str
    contrast: float


def colours(colour: str) -> CoverColours:
    """Return what papers make of a centre's colour; one that is unreadable gives the default colour."""
    from nqdesk.papers import colours as of_papers

    made = of_papers.palette(colour)
    return CoverColours(
        band=_hex(made.band),
        on_band=_hex(made.on_band),
        on_band_soft=_hex(made.on_band_soft),
        accent=_hex(made.accent),
        soft=_hex(made.soft),
        contrast=of_papers.contrast(made.band, made.on_band),
    )


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)
