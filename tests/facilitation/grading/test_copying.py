"""The private copy of a hand-in."""

import os

import pytest

from facilitation.grading.copying import MOST_BYTES, MOST_FILES, TooMuch, copy


def test_plain_files_and_folders_are_copied(tmp_path):
    (tmp_path / "from" / "inner").mkdir(parents=True)
    (tmp_path / "from" / "inner" / "a.txt").write_text("æ")
    assert copy(tmp_path / "from", tmp_path / "to") == []
    assert (tmp_path / "to" / "inner" / "a.txt").read_text() == "æ"


def test_links_and_pipes_are_left_out_and_named(tmp_path):
    (tmp_path / "secret").write_text("s")
    source = tmp_path / "from"
    source.mkdir()
    (source / "file").symlink_to(tmp_path / "secret")
    (source / "folder").symlink_to(tmp_path)
    os.mkfifo(source / "pipe")
    assert copy(source, tmp_path / "to") == ["file", "folder", "pipe"]
    assert list((tmp_path / "to").iterdir()) == []


def test_a_folder_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "from").symlink_to(tmp_path)
    with pytest.raises(OSError):
        copy(tmp_path / "from", tmp_path / "to")


@pytest.mark.parametrize("what", ["bytes", "files", "depth"])
def test_more_than_any_reflection_has_is_refused(tmp_path, what):
    source = tmp_path / "from"
    (source / "/".join("abcdefgh") if what == "depth" else source).mkdir(parents=True)
    if what == "bytes":
        with open(source / "a", "wb") as file:
            file.truncate(MOST_BYTES + 1)
    for at in range(MOST_FILES + 1 if what == "files" else 0):
        (source / str(at)).write_text("")
    with pytest.raises(TooMuch):
        copy(source, tmp_path / "to")
