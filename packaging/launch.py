"""What the frozen program runs first (PyInstaller wants a script, not a package)."""

from nqdesk.__main__ import main

raise SystemExit(main())
