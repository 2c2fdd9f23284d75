"""What the frozen program runs first (PyInstaller wants a script, not a package)."""

from multiprocessing import freeze_support

from nqdesk.__main__ import main

if __name__ == "__main__":  # not in a process that reads a file: it loads this script again
    freeze_support()
    raise SystemExit(main())
