"""Names as Unix accounts: readable where they can be, and never somebody else's."""

import grp
import os
import pwd
import re
import unicodedata
from types import SimpleNamespace

import pytest

from facilitation.hub import accounts
from facilitation.hub.accounts import ACCOUNT, LONGEST, account_name, account_of


@pytest.mark.parametrize(
    ("name", "account", "why"),
    [
        ("Anna", "anna", "small letters"),
        ("Søren Ågård", "soeren-aagaard", "Danish letters as one writes them without"),
        ("Ågård", "aagaard", "a letter made of two signs is the same letter"),
        ("Zoë Müller-Lüdenscheidt", "zoe-mueller-luedenscheidt", "up to 32 signs"),
        ("  bo  ", "bo", "no spaces around"),
        ("anna@ex.dk", "anna-ex-dk", "signs become hyphens"),
        ("../../root", "root", "no way out of a folder: an account of the machine's own is refused later"),
        ("-rf", "rf", "nothing that a program takes for an option"),
        ("7up", "n-7up", "an account begins with a letter"),
        ("a+b*?[c]", "a-b-c", "nothing that nbgrader parts or searches by"),
        ("", "", "no name"),
        (" \t", "", "no name"),
    ],
)
def test_a_name_becomes_an_account_that_its_owner_would_know(name, account, why):
    assert account_name(name) == account, why


@pytest.mark.parametrize("name", ["Γιώργος", "李娜", "🙂", "x" * 300, "a" + "-" * 50 + "b", "ⅷ", "ß" * 40])
def test_every_name_in_any_alphabet_becomes_a_lawful_account(name):
    assert ACCOUNT.fullmatch(account_name(name)), account_name(name)
    assert account_name(name) == account_name(name) and len(account_name(name)) <= LONGEST


def test_names_in_other_alphabets_are_told_apart():
    assert len({account_name(name) for name in ("Γιώργος", "Μαρία", "李娜", "🙂")}) == 4


def test_a_name_from_elsewhere_gets_an_account_that_nobody_can_choose_a_name_to_get():
    victim = account_of("anna@ex.dk")
    assert ACCOUNT.fullmatch(victim) and re.fullmatch(r"anna-ex-dk-[a-z2-7]{16}", victim)
    assert account_of(victim) != victim
    assert (
        len({account_of(name) for name in ("anna@ex.dk", "anna-ex-dk", "Anna@ex.dk", "x" * 80, "x" * 81)})
        == 5
    )
    assert ACCOUNT.fullmatch(account_of("x" * 80)) and ACCOUNT.fullmatch(account_of("李娜"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anne-Margrethe Christoffersen Holm", "Anne-Margrethe Christoffersen Hansen"),
        ("x" * 33, "x" * 34),
        ("a" * 24 + " Sørensen", "a" * 24 + " Jensen"),
        ("李娜 Holm", "王芳 Holm"),
        ("Γιώργος K", "Μαρία K"),
        ("Анна", "Нана"),
        ("", "李"),
    ],
)
def test_row_088_two_names_that_differ_only_in_what_an_account_cannot_hold_stay_two_people(one, other):
    assert account_name(one) != account_name(other)
    for name in (one, other):
        assert not name or ACCOUNT.fullmatch(account_name(name))
        assert account_name(account_name(name)) == account_name(name)


def test_row_088_the_same_long_name_is_the_same_person_however_it_is_typed():
    name = "Anne-Margrethe Christoffersen Ågård"
    again = unicodedata.normalize("NFD", name.upper())
    assert account_name(name) == account_name(f"  {again} ")


def test_row_089_a_digest_has_eighty_bits_of_the_whole_name():
    """As many as the digest's letters can hold: no 162,403 tries find a second name for one account."""
    digests = {account_of(f"https://login.example/{n}").rpartition("-")[2] for n in range(20_000)}
    assert len(digests) == 20_000
    for place in range(16):
        assert len({one[place] for one in digests}) == 32, "five bits in every letter"


@pytest.fixture
def machine(monkeypatch):
    """A machine with these accounts: name to (uid, gid, home)."""

    def with_accounts(**known):
        def getpwnam(name):
            uid, gid, home = known[name]
            return SimpleNamespace(pw_name=name, pw_uid=uid, pw_gid=gid, pw_dir=home)

        monkeypatch.setattr(pwd, "getpwnam", getpwnam)
        monkeypatch.setattr(grp, "getgrnam", lambda name: SimpleNamespace(gr_gid=900))

    return with_accounts


@pytest.mark.parametrize(
    ("account", "free", "why"),
    [
        ((1001, 900, "{homes}/anna"), True, "ours"),
        ((1001, 1001, "/home/anna"), False, "a person's on this machine"),
        ((34, 34, "/var/backups"), False, "the machine's own"),
        ((0, 900, "{homes}/anna"), False, "root under another name"),
        ((1001, 900, "/srv/another/homes/anna"), False, "another hub's"),
        ((1001, 1001, "{homes}/anna"), False, "not in the learners' group"),
    ],
)
def test_only_an_account_that_the_hub_has_made_is_used_again(machine, tmp_path, account, free, why):
    uid, gid, home = account
    machine(anna=(uid, gid, home.format(homes=tmp_path)))
    assert accounts.is_free("anna", tmp_path) is free, why
    if not free:
        with pytest.raises(accounts.Taken):
            accounts.ensure("anna", tmp_path)
        assert not (tmp_path / "anna").exists()


def test_a_link_where_a_home_should_be_gives_nothing_away(machine, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o755)
    homes = tmp_path / "homes"
    homes.mkdir()
    (homes / "anna").symlink_to(secret)
    machine(anna=(os.getuid() or 1001, 900, f"{homes}/anna"))
    with pytest.raises(OSError):
        accounts.ensure("anna", homes)
    assert secret.stat().st_mode & 0o777 == 0o755
