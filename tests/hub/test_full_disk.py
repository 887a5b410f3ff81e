"""One learner has filled the disk: the others go on reading."""

import asyncio
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbformat import sign
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook

from facilitation.hub import sign_in
from facilitation.hub.learner import Signatures
from facilitation.hub.sign_in import WorkshopAuthenticator

WORD, CODE = "blå kande", "fyr42"


@pytest.fixture
def disk(tmp_path):
    """A small file system of its own; ``disk.fill()`` leaves no byte of it."""
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path]).returncode
    ):
        pytest.skip("only root may mount a small disk")

    def fill():
        with pytest.raises(OSError), open(tmp_path / "large", "wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)

    tmp_path_with = type("Disk", (), {"path": tmp_path, "fill": staticmethod(fill)})
    yield tmp_path_with
    subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_row_108_a_lesson_opens_on_a_full_disk_trusted_as_it_was(disk, monkeypatch):
    monkeypatch.setattr(sign, "SQLiteSignatureStore", Signatures)
    lesson, other = (new_notebook(cells=[new_code_cell(text)]) for text in ("1 + 1", "2 + 2"))
    notary = NotebookNotary(data_dir=str(disk.path))
    notary.sign(lesson)
    disk.fill()
    for _ in range(3):
        assert notary.check_signature(lesson) and not notary.check_signature(other)
    notary.sign(other)
    assert not notary.check_signature(other), "not remembered, and nobody is stopped by it"
    notary.store.close()


def test_row_108_who_is_known_comes_in_and_who_is_not_is_told_why(disk, monkeypatch):
    monkeypatch.setattr(sign_in, "SCRYPT", {"n": 2, "r": 1, "p": 1})
    monkeypatch.setattr(sign_in, "is_free", lambda name, homes: True)
    words = disk.path / "words.sqlite"
    door = WorkshopAuthenticator(code=CODE, words_file=str(words), homes=str(disk.path))

    class Form:
        refused = None

        def __init__(self, name):
            self.data = {"username": name, "password": WORD, "code": CODE}

    async def come(name):
        form = Form(name)
        monkeypatch.setattr(sign_in, "address_of", lambda _: "10.0.0.7")
        monkeypatch.setattr(sign_in, "language_of", lambda *_: "da")
        monkeypatch.setattr(sign_in.orm.User, "find", lambda *_: None)
        form.request = form.db = None
        return await door.authenticate(form, form.data), form.refused

    def come_in(name):
        with ThreadPoolExecutor(1) as own:
            return own.submit(asyncio.run, come(name)).result()

    assert come_in("Anna") == ({"name": "anna", "groups": []}, None)
    disk.fill()
    assert come_in("Anna") == ({"name": "anna", "groups": []}, None)
    assert come_in("Bo") == (None, "disk_full")
