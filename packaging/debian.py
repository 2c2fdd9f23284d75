"""What a Debian-like system must have so that Qt runs: found by asking the linker, added by apt where permitted.

Standard library only; called by environment.py.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from place import Qt, say

# Library -> Debian package. Newer releases resolve the old names (libglib2.0-0 is provided by libglib2.0-0t64).
PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libbrotlidec.so.1": "libbrotli1",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# Without these no window and no test; the rest is for a real screen and a printer.
ALWAYS = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6Network.so.6",
    "plugins/platforms/libqoffscreen.so",
)
ON_SCREEN = (
    "plugins/platforms/libqxcb.so",
    "plugins/platforms/libqwayland.so",
    "plugins/printsupport/libcupsprintersupport.so",
)


def missing(package: Path, names: tuple[str, ...]) -> list[str]:
    """Return the libraries that the linker cannot find for these files of an installed PySide6, sorted."""
    files = [str(package / "Qt" / name) for name in names if (package / "Qt" / name).exists()]
    ldd = shutil.which("ldd")
    if not files or ldd is None:
        return []
    told = subprocess.run([ldd, *files], capture_output=True, text=True, errors="replace", check=False).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", told, re.MULTILINE)))


def packages_for(libraries: list[str]) -> list[str]:
    """Return the Debian packages that bring these libraries, sorted; unknown libraries are left out."""
    return sorted({PACKAGES[name] for name in libraries if name in PACKAGES})


def permitted() -> list[str] | None:
    """Return the words to put before `apt-get` here, None where it may not be called."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    if subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    if sys.stdin.isatty():
        say("  Dafür fragt das System gleich nach Ihrem Kennwort (Strg+C, wenn nicht gewünscht).")
        return [sudo]
    return None


def install(packages: list[str]) -> bool:
    """Add Debian packages; return whether that was permitted and worked."""
    before = permitted()
    if before is None or not packages:
        return False
    say(f"· Systempakete werden ergänzt: {' '.join(packages)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call = [*before, "apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for attempt in range(2):
        if attempt:
            subprocess.run([*before, "apt-get", "update", "-q"], capture_output=True, env=quiet, check=False)
        if subprocess.run(call, capture_output=True, env=quiet, check=False).returncode == 0:
            return True
    return False


def qt_libraries(package: Path, need: Qt) -> Qt:
    """Add the system libraries that Qt lacks, say so if some stay missing that are needed, return what Qt can do now.

    Args:
        package: the installed folder PySide6.
        need: what Qt is wanted for.
    """
    install(packages_for(missing(package, ALWAYS + ON_SCREEN)))
    lacking = missing(package, ALWAYS)
    lacking_on_screen = missing(package, ON_SCREEN[:1])
    able = Qt.NOT if lacking else Qt.OFFSCREEN if lacking_on_screen else Qt.SCREEN
    if able < need:
        told = sorted({*lacking, *lacking_on_screen})
        names = packages_for(told)
        if shutil.which("apt-get") and names:
            say(
                f"Für das Fenster fehlen Systempakete. Bitte als Verwalter ausführen: apt-get install {' '.join(names)}"
            )
        else:
            say(f"Für das Fenster fehlen diese Bibliotheken des Systems, bitte nachinstallieren: {', '.join(told)}")
    return able
