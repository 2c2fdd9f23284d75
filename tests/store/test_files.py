import errno
import os
from pathlib import Path

import pytest

from nqdesk.store.errors import from_os
from nqdesk.store.files import CHUNK, OS_FILES, Files
from tests.store.breaking import BreakingFiles, parts


def test_a_file_is_written_whole_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "x.keys"
    OS_FILES.write(path, b"eins")
    OS_FILES.write(path, b"zwei")
    assert path.read_bytes() == b"zwei"
    assert [p.name for p in tmp_path.iterdir()] == ["x.keys"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_content_is_on_the_disk_before_the_name_and_the_name_before_the_end(tmp_path: Path) -> None:
    files = BreakingFiles()
    files.write(tmp_path / "x", b"1")
    assert files.done == ["create", "append", "sync", "replace", "sync_folder"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_whichever_operation_fails_the_old_content_is_whole(tmp_path: Path, number: int) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"alt")
    with pytest.raises(OSError, match="space"):
        BreakingFiles(number).write(path, b"neu")
    assert path.read_bytes() == b"alt"
    assert not parts(tmp_path)


def test_a_file_is_never_created_over_another(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"alt")
    with pytest.raises(FileExistsError):
        OS_FILES.create(path)


def test_copying_tells_how_far_it_is(tmp_path: Path) -> None:
    source = tmp_path / "x"
    source.write_bytes(b"a" * (CHUNK * 2 + 5))
    assert list(OS_FILES.copy(source, tmp_path / "y")) == [CHUNK, 2 * CHUNK, 2 * CHUNK + 5]
    assert (tmp_path / "y").read_bytes() == source.read_bytes()


class _NoSecondNames(Files):
    """A file system such as FAT."""

    def link(self, source: Path, target: Path) -> None:
        if not target.name.endswith(".part"):
            self.copy_whole(source, target)


def test_a_second_name_becomes_a_copy_where_the_disk_knows_none(tmp_path: Path) -> None:
    source = tmp_path / "x"
    source.write_bytes(b"inhalt")
    _NoSecondNames().link(source, tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == b"inhalt"
    assert not parts(tmp_path)


def test_a_second_name_is_never_given_over_another_file(tmp_path: Path) -> None:
    for name in "xy":
        (tmp_path / name).write_text(name)
    with pytest.raises(FileExistsError):
        OS_FILES.link(tmp_path / "x", tmp_path / "y")
    assert (tmp_path / "y").read_text() == "y"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "read_only_place"),
        (errno.EROFS, "read_only_place"),
        (errno.ENOENT, "missing"),
        (errno.EIO, "io_error"),
        (errno.ENETDOWN, "io_error"),
    ],
)
def test_errors_of_the_system_become_codes(number: int, code: str) -> None:
    assert from_os(OSError(number, "x")).code == code
