import pytest

from exercises.contact_files.encoding import decode

DANISH = "Navn;By\nÅse Ørsted;Ærøskøbing\nJørgen Kjær;Århus\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp865"],
)
def test_danish_letters_survive_each_encoding_that_owners_programs_write(encoding):
    assert decode(DANISH.encode(encoding)) == DANISH


def test_one_danish_letter_is_enough_to_tell_a_mac_from_windows():
    for encoding in ("cp1252", "mac_roman", "cp865"):
        assert decode("Navn\nSøren\n".encode(encoding)) == "Navn\nSøren\n"


def test_a_file_cut_off_inside_a_letter_loses_that_letter_only():
    assert decode("Åse Ø".encode()[:-1]) == "Åse "


def test_a_stray_zero_does_not_make_a_text_something_else():
    assert decode((DANISH + "\0").encode()) == DANISH


def test_one_stray_byte_does_not_spoil_the_other_letters():
    data = (DANISH * 3).encode() + b"\xe6\n"
    assert decode(data) == DANISH * 3 + "\ufffd\n"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF\x02\x01\x01" + bytes(500), b"\xff\xfe" + bytes(99)]
)
def test_what_is_no_text_is_none(data):
    assert decode(data) is None
