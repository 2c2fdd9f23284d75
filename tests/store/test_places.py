from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from nqdesk.store import places
from nqdesk.store.errors import StoreError
from nqdesk.store.places import Mount


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Beratungsstelle Ortenau", "OneDrive"),
        ("onedrive - firma/Ablage/2027", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Privat)/x", "Dropbox"),
        ("Google Drive", "Google Drive"),
        ("Meine Ablage", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud"),
        ("Library/CloudStorage/OneDrive-Firma", "Cloud"),
        ("iCloudDrive", "iCloud"),
        ("Nextcloud", "Nextcloud"),
        ("Nextcloud2/Ordner", "Nextcloud"),
        ("MagentaCLOUD", "MagentaCLOUD"),
        ("HiDrive", "HiDrive"),
        ("Seafile/Büro", "Seafile"),
    ],
)
def test_a_cloud_folder_is_known_by_its_name(tmp_path: Path, folder: str, service: str) -> None:
    assert places.cloud_service(tmp_path / folder, {}) == service


@pytest.mark.parametrize("folder", ["Dokumente", "Netzwerk/Dropboxen-Anleitung", "Wolke", "drive", "Box", "Onedriver"])
def test_other_folders_are_no_cloud_folders(tmp_path: Path, folder: str) -> None:
    assert places.cloud_service(tmp_path / folder, {}) == ""


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".dropbox", "Dropbox"),
        (".sync_1a2b3c.db", "Nextcloud"),
        ("._sync_0011.db", "Nextcloud"),
        (".owncloudsync.log", "ownCloud"),
        (".tmp.driveupload", "Google Drive"),
        (".stfolder", "Syncthing"),
    ],
)
def test_a_cloud_folder_is_known_by_what_the_program_leaves_in_it(tmp_path: Path, marker: str, service: str) -> None:
    inner = tmp_path / "Büro" / "Ablage"
    inner.mkdir(parents=True)
    (tmp_path / "Büro" / marker).write_text("")
    assert places.cloud_service(inner, {}) == service
    assert places.cloud_service(tmp_path, {}) == ""


def test_the_settings_of_dropbox_in_the_home_folder_make_it_no_cloud_folder(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert places.cloud_service(tmp_path / "Dokumente", {}) == ""


def test_a_cloud_folder_is_known_by_what_the_system_says(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "Firma")}
    assert places.cloud_service(tmp_path / "Firma" / "Ablage", environment) == "OneDrive"
    assert places.cloud_service(tmp_path / "Privat", environment) == ""


def test_a_link_into_a_cloud_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    (tmp_path / "Ablage").symlink_to(tmp_path / "Nextcloud")
    with pytest.raises(StoreError, match="cloud_folder"):
        places.demand_local(tmp_path / "Ablage" / "stelle.nqdesk")
    places.demand_local(tmp_path / "stelle.nqdesk")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "davfs", "smbfs"])
def test_a_network_drive_is_known_by_its_file_system(kind: str) -> None:
    mounts = [Mount(PurePosixPath("/"), "ext4"), Mount(PurePosixPath("/mnt/team"), kind)]
    assert places.is_network_mount(PurePosixPath("/mnt/team/Beratung"), mounts)
    assert not places.is_network_mount(PurePosixPath("/mnt/teamarbeit"), mounts)
    assert not places.is_network_mount(PurePosixPath("/home/anna"), mounts)


def test_the_innermost_mount_counts() -> None:
    mounts = [
        Mount(PureWindowsPath("Z:/"), "cifs"),
        Mount(PureWindowsPath("Z:/lokal"), "ntfs"),
        Mount(PureWindowsPath("C:/"), "ntfs"),
    ]
    assert places.is_network_mount(PureWindowsPath("Z:/x"), mounts)
    assert not places.is_network_mount(PureWindowsPath("Z:/lokal/x"), mounts)
    assert not places.is_network_mount(PureWindowsPath("D:/x"), mounts)


def test_this_computers_own_disk_gives_no_warning(tmp_path: Path) -> None:
    assert places.warnings(tmp_path / "stelle.nqdesk") == ()
