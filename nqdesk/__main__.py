"""Where nqdesk begins: the window, or a command. Nothing heavy is imported before that is decided."""

import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window (`nqdesk [--database FILE]`, `nqdesk --demo`) or run a command; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    database, demo, rest = _window_options(given)
    if not rest:
        before_qt()
        from nqdesk import app

        return app.run(database, demo=demo)
    from nqdesk import cli

    return cli.main(given)


def before_qt() -> None:
    """Import what needs no Qt first: PySide6 reads the source of every module that is imported after it.

    No rubbish is collected until the window is up (`app` turns that on): nearly all made till then stays.
    """
    import gc
    from importlib import import_module

    gc.disable()
    actions = ("actions.demo_file", "actions.messages", "actions.offers")
    for name in (*actions, "fault_report", "store.centre", "store.settings"):
        import_module(f"nqdesk.{name}")


def _window_options(given: Sequence[str]) -> tuple[Path | None, bool, list[str]]:
    """Return the window's options and everything that is none of them."""
    database: Path | None = None
    demo = False
    rest: list[str] = []
    words = iter(given)
    for word in words:
        name, is_joined, value = word.partition("=")
        if name == "--database" and (text := value if is_joined else next(words, "")):
            database = Path(text)
        elif word == "--demo":
            demo = True
        else:
            rest.append(word)
    return database, demo, rest


if __name__ == "__main__":
    raise SystemExit(main())
