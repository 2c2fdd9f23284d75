"""Where a database must not lie: where a program copies it away behind SQLite's back; and where it should not."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from nqdesk.store.errors import StoreError

# First words of folder names that the programs give; "onedrive - firma" and "nextcloud2" are meant too.
_CLOUD_NAMES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "google-drive": "Google Drive",
    "my drive": "Google Drive",
    "meine ablage": "Google Drive",
    "drivefs": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "Cloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "magentacloud": "MagentaCLOUD",
    "hidrive": "HiDrive",
    "strato hidrive": "HiDrive",
    "pcloud": "pCloud",
    "pclouddrive": "pCloud",
    "tresorit": "Tresorit",
    "luckycloud": "luckycloud",
    "seafile": "Seafile",
    "synologydrive": "Synology Drive",
    "megasync": "MEGA",
    "box sync": "Box",
}
_MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".sync_": "Nextcloud",
    "._sync_": "Nextcloud",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
    ".stfolder": "Syncthing",
}
_ENVIRONMENT = {
    "OneDrive": "OneDrive",
    "OneDriveCommercial": "OneDrive",
    "OneDriveConsumer": "OneDrive",
    "DROPBOX_PATH": "Dropbox",
}
_NETWORK_SYSTEMS = frozenset(
    {
        "9p", "afpfs", "afs", "autofs", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "ncpfs", "nfs",
        "nfs4", "smb2", "smb3", "smbfs", "webdav",
    }
)  # fmt: skip
_WINDOWS_REMOTE = 4
_ESCAPED = re.compile(rb"\\([0-7]{3})")  # a space in a folder's name, in Linux' table of mounts


@dataclass(frozen=True)
class Mount:
    """A mounted file system: its folder and its type as the operating system names it."""

    folder: PurePath
    kind: str


def demand_local(path: Path) -> None:
    """Raise StoreError "cloud_folder" (service) if the file would lie in a folder that a cloud service copies."""
    folder = path.absolute().parent
    for place in {folder, folder.resolve()}:
        service = cloud_service(place, os.environ)
        if service:
            raise StoreError("cloud_folder", service=service)


def warnings(path: Path) -> tuple[str, ...]:
    """Return ("network_share",) if the file lies on a network drive."""
    folder = path.absolute().parent.resolve()
    return ("network_share",) if is_network(folder) else ()


def cloud_service(folder: Path, environment: Mapping[str, str]) -> str:
    """Return the cloud service that copies this folder, "" for none: by names, by markers, by what the system says."""
    for part in folder.parts:
        if service := _named(part.casefold()):
            return service
    for variable, service in _ENVIRONMENT.items():
        root = environment.get(variable)
        if root and _within(folder, Path(root)):
            return service
    for place in (folder, *folder.parents):
        for marker, service in _MARKERS.items():
            if marker.endswith("_"):
                if _any_named(place, marker):
                    return service
            elif (place / marker).exists() and not (marker == ".dropbox" and (place / marker).is_dir()):
                return service  # a folder of that name is Dropbox's own settings, in every home folder
    return ""


def is_network(folder: Path) -> bool:
    """Tell whether a folder lies on another computer."""
    if sys.platform == "win32":
        return _is_windows_network(folder)
    return is_network_mount(folder, _mounts())


def _mounts() -> list[Mount]:
    """Return the mounted file systems; on Linux from the system's own table, which is quicker than loading psutil."""
    try:
        table = Path("/proc/self/mounts").read_bytes()
    except OSError:
        import psutil

        return [Mount(PurePath(p.mountpoint), p.fstype) for p in psutil.disk_partitions(all=True)]
    rows = [line.split(b" ") for line in table.splitlines()]
    return [Mount(PurePath(os.fsdecode(_ESCAPED.sub(_byte, row[1]))), os.fsdecode(row[2])) for row in rows]


def _byte(escaped: re.Match[bytes]) -> bytes:
    return bytes((int(escaped[1], 8),))


def is_network_mount(folder: PurePath, mounts: Iterable[Mount]) -> bool:
    """Tell whether the innermost mount above a folder is a network file system."""
    above = [m for m in mounts if m.folder == folder or m.folder in folder.parents]
    inner = max(above, key=lambda m: len(m.folder.parts), default=None)
    return inner is not None and inner.kind.lower() in _NETWORK_SYSTEMS


def _is_windows_network(folder: Path) -> bool:
    if folder.drive.startswith("\\\\"):
        return True
    import ctypes

    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    return bool(windows.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _WINDOWS_REMOTE)


def _named(name: str) -> str:
    for known, service in _CLOUD_NAMES.items():
        if name == known:
            return service
        rest = name.removeprefix(known)
        if rest != name and (rest[0] in " -_(" or rest.isdigit()):
            return service
    return ""


def _any_named(folder: Path, start: str) -> bool:
    try:
        return any(folder.glob(f"{start}*.db"))
    except OSError:
        return False


def _within(folder: Path, root: Path) -> bool:
    return folder == root or root in folder.parents
