"""What the desk's area for files takes from a browser, whatever the browser says."""

import pytest

from facilitation.views.controls.file_drop import FileDrop


@pytest.fixture
def drop():
    """`drop(*files, most=100)`: what comes of (name, piece, piece, …) as the page sends them."""
    seen = []

    def send(*files, most=100):
        area = FileDrop({}, ".ipynb", most, seen.append)
        area._handle_custom_msg({"do": "begin", "at": 1}, [])
        for name, *pieces in files:
            for at, piece in enumerate(pieces):
                area._handle_custom_msg({"do": "piece", "name": name, "first": at == 0, "at": 2}, [piece])
        area._handle_custom_msg({"do": "all", "at": 3}, [])
        return seen[-1]

    yield send
    for came in seen:
        came.forget()


def read(came):
    return [(path.name, path.read_bytes()) for path in came.paths]


def test_pieces_become_files_and_two_of_one_name_stay_two(drop):
    came = drop(("a.ipynb", b"on", b"e"), ("A.ipynb", b"two"), ("empty.json", b""))
    assert read(came) == [("a.ipynb", b"one"), ("A.ipynb", b"two"), ("empty.json", b"")]
    assert came.paths[0].parent == came.paths[2].parent != came.paths[1].parent


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Users\\b.ipynb", "..", "", "\x00", "æ" * 400 + ".ipynb", "a\nb.ipynb"]
)
def test_no_name_leads_out_of_the_folder_or_is_too_long_for_one(drop, name):
    came = drop((name, b"x"))
    [(kept, data)] = read(came)
    assert data == b"x"
    assert came.paths[0].parent.name == "0"
    assert len(kept.encode()) <= 200
    assert kept.endswith(".ipynb") == name.endswith(".ipynb")


def test_what_is_too_much_is_left_whole_and_named_and_what_came_before_it_stays(drop):
    came = drop(("a.ipynb", b"1" * 60), ("b.ipynb", b"2" * 30, b"2" * 30), ("c.ipynb", b"3"))
    assert read(came) == [("a.ipynb", b"1" * 60)]
    assert came.left == [("b.ipynb", "too_big"), ("c.ipynb", "too_big")]


def test_nothing_of_the_files_is_left_when_they_are_forgotten(drop):
    came = drop(("a.ipynb", b"x"))
    [path] = came.paths
    came.forget()
    assert not path.parent.parent.exists()
