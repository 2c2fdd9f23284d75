"""Text is broken into lines without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nqdesk.papers.lines import Line, Run, balanced, broken, linked, settled
from nqdesk.papers.styles import BODY, PART_TITLE
from nqdesk.papers.typefaces import SOFT_HYPHEN, clean

WORDS = st.sampled_from(
    ("Anlagenführer/in", "und", "für", "§\u00a082", "https://example.org/a/b", "Łódź", "Ağaoğlu", "ü", "Weiterbildung")
)


def text_of(lines: tuple[Line, ...]) -> str:
    """The text of lines as a reader puts it together."""
    return "".join(piece.text for line in lines for piece in line.pieces).replace(SOFT_HYPHEN, "")


@given(st.lists(WORDS, min_size=1, max_size=40), st.floats(20, 400))
def test_nothing_is_lost_and_nothing_runs_over(words: list[str], width: float) -> None:
    text = " ".join(words)
    for setting in (broken, settled, balanced):
        lines = setting([Run(text)], width, BODY)
        assert text_of(lines) == text
        assert all(line.width <= width + 0.02 for line in lines)


@given(st.text(max_size=60))
def test_any_text_can_be_cleaned_and_set(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert text_of(broken([Run(text)], 80, BODY)) == cleaned


def test_runs_keep_their_spaces() -> None:
    lines = broken([Run("Kontakt: ", bold=True), Run("Maria Muster"), Run("\u00a0· "), Run("0781")], 300, BODY)
    assert text_of(lines) == "Kontakt: Maria Muster\u00a0· 0781"


def test_an_empty_text_has_no_line() -> None:
    assert broken([Run("")], 100, BODY) == ()
    assert broken([Run("   ")], 100, BODY) == ()


def test_addresses_in_a_text_become_links_without_the_sentence_mark() -> None:
    runs = linked("Siehe www.example.org/kurse. Oder an a.b@example.org, bitte.")
    assert [(run.text, run.link) for run in runs if run.link] == [
        ("www.example.org/kurse", "https://www.example.org/kurse"),
        ("a.b@example.org", "mailto:a.b@example.org"),
    ]
    assert "".join(run.text for run in runs) == "Siehe www.example.org/kurse. Oder an a.b@example.org, bitte."


def test_a_title_of_two_lines_is_balanced() -> None:
    lines = balanced([Run("Nachqualifizierung am Oberrhein")], 300, PART_TITLE)
    assert [line.pieces[0].text for line in lines] == ["Nachqualifizierung ", "am Oberrhein"]


@pytest.mark.parametrize("text", ["日本", "\U0001f600", "\x00\x07", "a\u0301", "ﬁ", "→", "\u202eabc"])
def test_what_no_typeface_has_is_replaced_or_dropped_but_never_fails(text: str) -> None:
    assert all(ord(c) >= 32 for c in clean(text))
