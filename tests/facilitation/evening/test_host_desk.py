"""The host's desk, worked as a host does, without a browser; and the evening it keeps."""

import html
import json
import re
from datetime import date, time
from functools import partial

import pandas as pd
import pytest

import exercises
from driving import whole
from exercises.texts import Texts
from facilitation.evening import evening as model
from facilitation.evening import signup, vote
from facilitation.evening import words as explain
from facilitation.evening.evening import FILE, Evening
from facilitation.seating.participants import SheetProblem
from facilitation.views import base
from facilitation.views.host_desk import HostDesk

NAMES = [f"Deltager {at}" for at in range(1, 24)]
NOW = 1_800_000_000.0


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(tmp_path))
    exercises.language("da")
    return tmp_path


def t(key, **names):
    return Texts("groups", "da", folder=base.TEXTS)(key, **names)


def said(page):
    message = page.now.message if page.now else page._message
    return html.unescape(re.sub("<[^>]+>", "", message.value))


def part(page, name):
    """Open a part as a press on its heading does."""
    page.go_to(name)
    return whole(page).parts[name]


def opened(names=NAMES):
    page = whole(HostDesk())
    if names:
        people = part(page, "people")
        people.names.value = "\n".join(names)
        people.use.click()
    return whole(page)


def press(page, name, button):
    getattr(part(page, name), button).click()
    return whole(page).parts[name]


def seated(page):
    return sorted(name for group in page.evening.kept["groups"] for name in group)


def at_tables(page, at):
    return sorted(name for tables in page.evening.kept["tables"][at] for name in tables)


def shown(control):
    return html.unescape(re.sub("<[^>]+>", " ", control.value))


# ---- the page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_part_opens_in_the_order_of_the_evening_and_folds_the_one_before(desk, lang):
    exercises.language(lang)
    page = whole(HostDesk())
    assert not any(one.body.children for one in page.parts.values()), "built before it is opened"
    for name in page.parts:
        part(page, name)
        assert [one.name for one in page.parts.values() if one.fold.unfolded] == [name]
        assert [one.name for one in page.parts.values() if one.body.layout.display != "none"] == [name]
    page.parts["next"].fold.unfolded = False
    assert page.now is None and page.parts["next"].body.layout.display == "none"


def test_what_one_window_does_another_shows(desk):
    one, other = opened(NAMES[:8]), opened(names=())
    part(other, "groups")
    press(one, "groups", "form")
    other.look()
    assert other.parts["groups"].shown.value == one.parts["groups"].shown.value != ""
    part(other, "debrief").answers["what"].value = "Alle kom"
    one.look()
    assert part(one, "debrief").answers["what"].value == "Alle kom"
    assert seated(other) == sorted(NAMES[:8]), "what the first window wrote was lost"
    press(one, "rounds", "schedule")
    wall = part(other, "clock")
    part(one, "clock")._press("start", NOW)
    other.look()
    assert wall.clock.state["phase"] == 0, "the wall does not follow the desk"


def test_what_cannot_be_saved_is_said(desk, monkeypatch):
    page = opened(NAMES[:8])
    monkeypatch.setattr(model.os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    press(page, "groups", "form")
    assert said(page) == t("problem.not_saved", file=FILE)
    assert page.evening.kept["groups"] == []


def test_nothing_of_those_who_come_is_written_into_the_notebook(desk):
    page = opened()
    assert page._repr_mimebundle_()["text/plain"] == "[side]"


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        "[7]",
        '{"clock": {"phase": 1}}',
        '{"groups": [["Nobody"]]}',
        '{"sheet": 7}',
        '{"vote": {"themes": 1}}',
        '{"date": "i morgen"}',
        '{"offers": [["Bo"]]}',
    ],
)
def test_a_damaged_evening_is_said_and_set_aside_as_it_was(desk, damaged):
    (desk / FILE).write_text(damaged, encoding="utf-8")
    (desk / "evening-damaged-1.json").write_text("an older one", encoding="utf-8")
    page = whole(HostDesk())
    assert said(page) == t("problem.set_aside", file=FILE, aside="evening-damaged-2.json")
    assert (desk / "evening-damaged-2.json").read_text(encoding="utf-8") == damaged
    assert (desk / "evening-damaged-1.json").read_text(encoding="utf-8") == "an older one"
    part(page, "people").names.value = "Anne\nBo"
    page.parts["people"].use.click()
    assert Evening(desk).here == ["Anne", "Bo"]


def test_damaged_sign_ups_are_set_aside_and_the_evening_is_not(desk):
    page = opened(NAMES[:4])
    (desk / signup.FILE).write_text('[{"name": "Åse"', encoding="utf-8")
    page = whole(HostDesk())
    assert said(page) == t("problem.set_aside", file=signup.FILE, aside="sign-ups-damaged-1.json")
    assert page.evening.here == NAMES[:4]
    assert (desk / "sign-ups-damaged-1.json").read_text(encoding="utf-8") == '[{"name": "Åse"'


# ---- sign-ups ----------------------------------------------------------------------------------------------


def invited(page, day="2027-01-12"):
    invitation = part(page, "invitation")
    invitation.sender.value, invitation.what.value = "Mikronet", "de næste aftener"
    invitation.date.value = date.fromisoformat(day)
    return invitation


def type_in(page, name, mail="", agrees=False, **about):
    form = part(page, "sign_ups")
    form.nickname.value, form.mail.value, form.agrees.value = name, mail, agrees
    for field, text in about.items():
        form.about[field].value = text
    form.add.click()
    return whole(page).parts["sign_ups"]


def test_a_sign_up_typed_in_keeps_the_words_that_stood_beside_the_box(desk):
    page = opened(names=())
    form = part(page, "sign_ups")
    assert form.agrees.value is False and form.agrees.disabled
    wording = signup.wording(explain.words("da"), "Mikronet", "de næste aftener")
    assert wording in shown(invited(page).wording)
    assert part(page, "sign_ups").agrees.description == wording and not form.agrees.disabled
    type_in(page, "Bente <b>", "bente@k.dk", agrees=True, trade="keramik")
    assert said(page) == t("sign_ups.added", name="Bente <b>")
    assert form.nickname.value == form.mail.value == form.about["trade"].value == "" and not form.agrees.value
    type_in(page, "Carl")
    rows = signup.read(desk / signup.FILE)
    assert [(row.name, row.consent and row.consent.wording) for row in rows] == [
        ("Bente <b>", wording), ("Carl", None)
    ]  # fmt: skip
    assert wording in shown(form.listed) and "<b>" not in form.listed.value
    assert form.copy_all.make() == form.copy_agreed.make() == "bente@k.dk"
    again = opened(names=())
    assert part(again, "sign_ups").listed.value == form.listed.value


def test_somebody_stays_away_withdraws_and_is_deleted(desk):
    page = opened(names=())
    invited(page)
    for name in ("Anne", "Bo"):
        form = type_in(page, name, f"{name}@x.dk", agrees=True)
    away, come, withdraw, _, forget = form.acts.children
    withdraw.click()
    assert len(signup.may_write_to(page.evening.sign_ups)) == 2, "nobody is chosen"
    form.who.value = form.who.options[1][1]
    withdraw.click()
    assert form.copy_agreed.make() == "Bo@x.dk" and form.copy_all.make() == "Anne@x.dk; Bo@x.dk"
    form.who.value = form.who.options[1][1]
    away.click()
    assert [row.name for row in page.evening.coming] == ["Bo"]
    assert t("sign_ups.cancelled") in shown(form.listed)
    form.who.value = form.who.options[2][1]
    come.click()
    assert [row.name for row in page.evening.coming] == ["Anne", "Bo"]
    form.who.value = form.who.options[2][1]
    forget.click()
    assert t("sign_ups.sure", name="Bo") in shown(form.sure) and len(page.evening.sign_ups) == 2
    form.no.click()
    assert form.asking.layout.display == "none"
    forget.click()
    form.yes.click()
    assert [row.name for row in whole(page).evening.sign_ups] == ["Anne"]


def test_pasted_answers_and_a_form_s_file_become_tonights_participants(desk):
    page = opened(names=())
    letter = explain.invitation(page.t, page.evening)
    assert signup.SHORTEST_WORDING and "Ja tak" not in letter, "no sender, no consent to ask for"
    invited(page)
    letter = explain.invitation(page.t, page.evening)
    wording = signup.wording(page.t, "Mikronet", "de næste aftener")
    answer = letter.replace("Navn:", "Navn: Bente").replace("E-mail:", "E-mail: b@k.dk")
    answer = answer.replace("Fag:", "Fag: keramik").replace(f"{wording[:-1]}:", f"{wording[:-1]}: ja")
    form = part(page, "sign_ups")
    form.pasted.value = answer + "\nNavn: Carl\nFag: tømrer\n"
    form.paste.click()
    assert said(whole(page)) == t("sign_ups.brought", count=2)
    assert signup.may_write_to(page.evening.sign_ups)[0][1].wording == wording
    form.picker._chosen("svar.csv", "Navn;Fag;Samtykke\nDitte;frisør;Ja".encode())
    assert t("note.unclear_consents", names="Ditte") in said(whole(page))
    people = press(page, "people", "from_sign_ups")
    assert page.evening.here == ["Bente", "Carl", "Ditte"]
    assert list(page.evening.sheet["trade"]) == ["keramik", "tømrer", "frisør"]
    assert "@" not in (desk / FILE).read_text(encoding="utf-8"), "mails stay with the sign-ups"
    assert "Bente" in shown(people.listed)


def test_a_pasted_yes_to_other_words_than_the_invitation_s_is_told_and_not_counted(desk):
    page = opened(names=())
    invited(page)
    form = part(page, "sign_ups")
    form.pasted.value = "Navn: Bo\nE-mail: b@x.dk\nJa tak, jeg kommer gerne og tager kage med: ja\n"
    form.paste.click()
    assert t("note.unclear_consents", names="Bo") in said(whole(page))
    assert signup.may_write_to(page.evening.sign_ups) == []


def test_an_evening_put_off_takes_its_sign_ups_along_and_a_new_one_does_not(desk):
    page = opened(names=())
    invitation = invited(page)
    type_in(page, "Anne")
    part(page, "invitation").date.value = date(2027, 2, 9)
    assert page.evening.coming == [] and t("invitation.moved", count=1) in shown(invitation.moved)
    invitation.put_off.click()
    assert [row.name for row in whole(page).evening.coming] == ["Anne"]
    assert invitation.put_off.layout.display == "none"


# ---- the vote ----------------------------------------------------------------------------------------------


def vote_for(page, name, approve, helps=()):
    booth = part(page, "vote")
    booth.voter.value = name
    for boxes, chosen in zip(booth.ticked, (approve, helps), strict=True):
        for theme in chosen:
            boxes[theme].value = True
    booth.cast.click()
    return whole(page).parts["vote"]


def test_a_vote_is_opened_cast_closed_counted_and_found_again(desk):
    page = opened(["Anne", "Bo", "Carl"])
    booth = part(page, "vote")
    booth.themes.value, booth.only.value = "Blog\nX <i>\n", True
    booth.begin.click()
    assert whole(page) and booth.opening.layout.display == "none"
    vote_for(page, "Anne", ["Blog"], ["X <i>"])
    assert said(page) == t("vote.thanks", name="Anne")
    assert not any(box.value for boxes in booth.ticked for box in boxes.values()), "the next one would see it"
    assert "Blog" not in shown(booth.turnout) and tuple(booth.voter.options) == ("Bo", "Carl")
    vote_for(page, "Ukendt", [])
    assert said(page) == t("problem.not_a_voter", name="Ukendt")
    booth.voter.value = "anne"
    assert t("vote.again", name="anne") in shown(booth.again)
    vote_for(page, "Bo", ["X <i>"])
    page = opened(names=())
    booth = vote_for(page, "Carl", ["Blog", "X <i>"])
    booth.end.click()
    told = shown(booth.result)
    assert explain.winner(page.t, vote.count(page.evening.poll)) in told
    assert t("vote.by_help", theme="X <i>", helpers=1) in told and "Anne" in told
    assert "<i>" not in booth.result.value and 'role="img"' in booth.result.value
    assert page.parts["vote"].fold.status == "X <i>" and booth.lot.layout.display == "none"


def test_an_even_vote_is_settled_by_one_lot(desk):
    page = opened(["Anne", "Bo"])
    press(page, "vote", "begin")
    vote_for(page, "Anne", ["Blog"])
    booth = vote_for(page, "Bo", ["X"])
    booth.end.click()
    assert booth.lot.layout.display is None
    booth.lot.click()
    drawn = page.evening.poll.drawn
    assert drawn in ("Blog", "X") and t("vote.by_lot", theme=drawn) in shown(booth.result)
    booth.new.click()
    assert said(page) == t("vote.new_sure") and page.evening.poll
    booth.sure.click()
    assert page.evening.poll is None and booth.opening.layout.display is None


def test_ballots_on_paper_and_those_that_came_with_the_sign_ups(desk):
    page = opened(names=())
    booth = part(page, "vote")
    booth.only.value = True
    booth.begin.click()
    assert said(page) == t("vote.nobody_to_vote") and page.evening.poll is None
    type_in(page, "Anne", "a@x.dk")
    page.evening.bring_sign_ups(pd.DataFrame([{"Navn": "Bo", "Stemmer": "blog, Ukulele", "By": "Ry"}]))
    press(page, "vote", "begin")
    sheet = booth.ballots.make()
    assert all(f" {name}</p>" in sheet for name in ("Anne", "Bo"))
    booth.signed.click()
    assert page.evening.poll.ballots == {"Bo": ("Blog",)}
    assert said(page) == t("vote.from_sign_ups", count=1)


def test_who_can_help_whom_sits_in_one_group_and_is_told_so(desk):
    page = opened([f"Gæst {at}" for at in range(1, 9)])
    tavle = part(page, "board")
    for name, can, wants in (("Gæst 1", "moms og løn", ""), ("Gæst 8", "", "nogen til momsen")):
        tavle.nickname.value, tavle.can.value, tavle.wants.value = name, can, wants
        tavle.post.click()
    made = press(page, "groups", "form")
    (group,) = [names for names in page.evening.kept["groups"] if "Gæst 1" in names]
    assert "Gæst 8" in group
    assert t("why.helps", pairs=f"Gæst 1 {t('why.and')} Gæst 8") in shown(made.shown)
    again = part(opened(names=()), "groups")
    assert again.shown.value == made.shown.value, "another measure when it is opened again"


# ---- offers and needs --------------------------------------------------------------------------------------


def test_the_board_matches_says_why_and_is_put_right_by_hand(desk):
    page = opened(names=())
    tavle = part(page, "board")
    for name, can, wants in (
        ("Anne", "tage billeder <b>", "lave en hjemmeside"),
        ("Bo", "bygge hjemmesider", "bedre billeder"),
        ("Carl", "", "styr på momsen"),
    ):
        tavle.nickname.value, tavle.can.value, tavle.wants.value = name, can, wants
        tavle.post.click()
        assert said(whole(page)) == t("board.posted", name=name)
    told = shown(tavle.matched)
    assert t("board.why.word", word="hjemmeside") in told and t("board.why.word", word="billeder") in told
    assert t("board.without", names="Carl") in told and "<b>" not in tavle.matched.value
    tavle.need.value, tavle.offer.value = ["Carl", "styr på momsen"], ["Anne", "tage billeder <b>"]
    fits, fits_not = tavle.ties.children[-1].children
    fits.click()
    assert t("board.why.said", word="") in shown(tavle.matched)
    again = part(opened(names=()), "board")
    assert again.matched.value == tavle.matched.value
    again.need.value, again.offer.value = ["Bo", "bedre billeder"], ["Anne", "tage billeder <b>"]
    again.ties.children[-1].children[1].click()
    page.look()
    assert t("board.without", names="Bo") in shown(tavle.matched)
    assert "momsen" in tavle.print.make()
    tavle.down.value = "Carl"
    tavle.take_down.click()
    assert "momsen" not in tavle.print.make() and page.evening.kept["fits"] == []
    assert fits_not.description == t("board.fits_not")


@pytest.mark.parametrize(
    ("lines", "key"), [(("", "x", ""), "no_board_name"), (("Bo", " ", ""), "nothing_on_slip")]
)
def test_a_slip_that_says_too_little_is_a_sentence(desk, lines, key):
    page = opened(names=())
    tavle = part(page, "board")
    tavle.nickname.value, tavle.can.value, tavle.wants.value = lines
    tavle.post.click()
    assert said(whole(page)) == t(f"problem.{key}", name="Bo") and not (desk / FILE).exists()


# ---- groups and rounds -------------------------------------------------------------------------------------


def test_a_host_takes_23_names_to_groups_and_rounds_and_two_drop_out(desk):
    page = opened()
    press(page, "groups", "form")
    assert seated(whole(page)) == sorted(NAMES)
    rounds = part(page, "rounds")
    rounds.number.value, rounds.size.value = 3, 4
    rounds.schedule.click()
    assert [at_tables(page, at) for at in range(3)] == [sorted(NAMES)] * 3
    part(page, "clock")._press("start", NOW)
    before = page.evening.kept["tables"][0]
    changes = part(page, "changes")
    changes.gone.value = ("Deltager 2", "Deltager 9")
    changes.late.value = "Sent Kommen"
    changes.change.click()
    left = sorted({*NAMES, "Sent Kommen"} - {"Deltager 2", "Deltager 9"})
    assert seated(whole(page)) == left
    # In the round that is being played nobody moves: who left gives up a seat, and who came has one now.
    stayed = [[name for name in table if name in left] for table in before]
    now = page.evening.kept["tables"][0]
    assert [[name for name in table if name != "Sent Kommen"] for table in now] == stayed
    assert page.evening.rounds.card("Sent Kommen")[0] and page.evening.rounds.card("Deltager 2")[0] is None
    assert at_tables(page, 1) == at_tables(page, 2) == left
    assert changes.late.value == "" and list(changes.gone.options) == page.evening.here
    assert t("desk.count_now", count=22) in said(page)


def test_a_reload_shows_the_same_evening_with_the_clock_where_it_was(desk):
    page = opened()
    press(page, "groups", "form")
    press(page, "rounds", "schedule")
    part(page, "clock")._press("start", NOW)
    again = opened(names=())
    for name in ("groups", "rounds"):
        assert part(again, name).shown.value == page.parts[name].shown.value
    ends = NOW + 60 * page.parts["clock"].minutes.value
    assert part(again, "clock").clock.state == {"phase": 0, "ends": ends, "left": None, "sound": False}


def test_somebody_is_moved_by_hand_and_a_group_too_small_is_pointed_at(desk):
    page = opened(NAMES[:8])
    groups = press(page, "groups", "form")
    name = page.evening.kept["groups"][0][0]
    groups.who.value, groups.to.value = name, 2
    groups.move.click()
    assert name in page.evening.kept["groups"][1]
    assert seated(whole(page)) == sorted(NAMES[:8])
    groups.who.value, groups.to.value = name, 3
    groups.move.click()
    assert page.evening.kept["groups"][2] == [name]
    assert t("desk.size", group=3, count=1) in shown(groups.shown)


def test_the_cards_to_print_say_each_table_and_nobody_is_left_out(desk):
    page = opened([*NAMES[:8], "Bo <b>& Søn"])
    assert part(page, "groups").print.make() is None and part(page, "rounds").print.make() is None
    press(page, "groups", "form")
    press(page, "rounds", "schedule")
    cards, groups = page.parts["rounds"].print.make(), page.parts["groups"].print.make()
    for name in page.evening.here:
        assert f"<h2>{html.escape(name)}</h2>" in cards and f"<li>{html.escape(name)}</li>" in groups
    table = page.evening.rounds.card(NAMES[0])[0]
    section = cards.split(f"<h2>{NAMES[0]}</h2>")[1].split("</section>")[0]
    assert t("rounds.card", round=1, table=table) in section
    drawn = [page.parts[name].shown.value for name in ("groups", "rounds")]
    assert "<b>" not in "".join(drawn) + part(page, "people").listed.value


def test_a_file_is_taken_in_and_its_odd_columns_told(desk):
    page = opened(names=())
    file = "Navn;Fag;Sko\nAnne;tømrer;39\nBo;frisør;44\nIb;murer;41".encode()
    part(page, "people").picker._chosen("liste.csv", file)
    assert page.evening.here == ["Anne", "Bo", "Ib"]
    assert said(whole(page)) == t("note.unused_columns", columns="Sko")


def typed_list(page, names):
    people = part(page, "people")
    people.names.value = "\n".join(names)
    people.use.click()


@pytest.mark.parametrize(
    ("work", "key"),
    [
        (lambda page: press(page, "groups", "form"), "empty"),
        (lambda page: press(page, "rounds", "schedule"), "empty"),
        (lambda page: press(page, "people", "use"), "empty"),
        (lambda page: press(page, "people", "from_sign_ups"), "no_sign_ups"),
        (lambda page: part(page, "people").picker._chosen("x.xlsx", b"junk"), "unreadable"),
        (lambda page: part(page, "people").picker._chosen("x.csv", b""), "empty"),
        (lambda page: part(page, "sign_ups").picker._chosen("x.csv", b"Navn\n"), "empty"),
        (lambda page: press(page, "sign_ups", "add"), "no_sign_up_name"),
        (lambda page: press(page, "sign_ups", "paste"), "no_slips"),
        (lambda page: part(page, "board").picker._chosen("x.csv", b""), "empty"),
        (lambda page: typed_list(page, ["Anne", "anne"]), "twice"),
    ],
)
def test_what_cannot_be_done_is_said_and_loses_nothing(desk, work, key):
    page = opened(names=())
    work(page)
    assert said(whole(page)) == t(f"problem.{key}", file="x.xlsx", names="Anne")
    assert not (desk / FILE).exists() and not (desk / signup.FILE).exists()


def test_two_people_get_rounds_and_a_sentence_where_groups_would_be(desk):
    page = opened(["Anne", "Bo"])
    press(page, "groups", "form")
    assert said(page) == t("problem.too_few", count=2, least=3)
    press(page, "rounds", "schedule")
    assert at_tables(page, 0) == ["Anne", "Bo"]


def test_where_all_compete_it_is_said_shortly_that_it_cannot_be_avoided(desk):
    page = opened(names=())
    sheet = "Navn;Fag\n" + "".join(f"P{at};frisør\n" for at in range(40))
    part(page, "people").picker._chosen("x.csv", sheet.encode())
    groups = press(page, "groups", "form")
    assert len(seated(page)) == 40
    assert groups.shown.value.count("nv-note") == 7, "five by name, how many more, and why"
    assert t("desk.more", count=55) in shown(groups.shown)
    assert t("conflict.unavoidable") in shown(groups.shown) or t("conflict.perhaps") in shown(groups.shown)


def test_500_people_are_grouped_with_a_short_page_and_a_word_beforehand(desk, monkeypatch):
    monkeypatch.setattr(model.groups, "form", partial(model.groups.form, moves=3000))
    page = opened([f"Deltager {at}" for at in range(500)])
    assert len(part(page, "people").listed.value) < 2000
    heard = []
    groups = part(page, "groups")
    groups.message.observe(lambda change: heard.append(shown(groups.message)), names="value")
    groups.form.click()
    assert len(seated(whole(page))) == 500
    assert any(t("desk.working", count=500) in one for one in heard)


def test_a_bad_new_list_leaves_the_old_evening_as_it_was(desk):
    page = opened()
    press(page, "groups", "form")
    kept = (desk / FILE).read_bytes()
    typed_list(page, ["Anne", "anne"])
    assert said(whole(page)) == t("problem.twice", names="Anne")
    changes = part(page, "changes")
    changes.late.value = NAMES[3]
    changes.change.click()
    assert said(whole(page)) == t("problem.twice", names=NAMES[3])
    assert (desk / FILE).read_bytes() == kept


# ---- afterwards --------------------------------------------------------------------------------------------


def test_the_answers_of_the_debrief_are_kept_and_printed(desk):
    page = opened(names=())
    look_back = part(page, "debrief")
    assert look_back.print.make() is None
    for at, answer in enumerate(look_back.answers.values()):
        answer.value = f"svar {at} <b>"
    again = part(opened(names=()), "debrief")
    assert [answer.value for answer in again.answers.values()] == [f"svar {at} <b>" for at in range(3)]
    assert "svar 2 &lt;b&gt;" in again.print.make()
    assert again.fold.status == t("debrief.count", count=3, of=3)


def test_the_next_date_is_kept_and_goes_to_the_calendar_in_the_evening(desk):
    page = opened(names=())
    after = part(page, "next")
    assert after.calendar.make() is None
    after.date.value, after.at.value = date(2027, 1, 12), time(18, 30)
    found = part(opened(names=()), "next")
    assert (found.date.value, found.at.value) == (date(2027, 1, 12), time(18, 30))
    assert b"DTSTART:20270112T173000Z" in found.calendar.make(), "18.30 in Denmark"


def test_an_evening_put_away_lies_whole_in_its_own_file_and_the_next_begins(desk):
    page = opened(NAMES[:8])
    invited(page)
    type_in(page, "Anne")
    press(page, "groups", "form")
    after = part(page, "next")
    after.date.value = date(2027, 2, 9)
    kept = (desk / FILE).read_bytes()
    after.put_away.click()
    assert said(page) == t("next.sure") and (desk / FILE).read_bytes() == kept
    after.yes.click()
    assert said(whole(page)) == t("next.is_away", file="evening-2027-01-12.json")
    assert (desk / "evening-2027-01-12.json").read_bytes() == kept
    evening = Evening(desk)
    assert (evening.kept["date"], evening.kept["sender"], evening.here) == ("2027-02-09", "Mikronet", [])
    assert [row.name for row in evening.sign_ups] == ["Anne"]


# ---- the clock -------------------------------------------------------------------------------------------


@pytest.fixture
def with_rounds(tmp_path):
    kept = Evening(tmp_path)
    kept.names("\n".join(NAMES[:8]))
    kept.schedule(2, 4)
    kept.set_minutes(10)
    return kept


@pytest.mark.parametrize(
    ("presses", "clock", "played"),
    [
        ([("start", 0)], (0, 600, None), 1),
        ([("pause", 0)], (None, None, None), 0),
        ([("start", 0), ("start", 50)], (0, 600, None), 1),
        ([("start", 0), ("pause", 100)], (0, None, 500), 1),
        ([("start", 0), ("pause", 100), ("resume", 700)], (0, 1200, None), 1),
        ([("start", 0), ("next", 600)], (1, 1200, None), 2),
        ([("start", 0), ("next", 600), ("back", 700)], (0, 1300, None), 2),
        ([("start", 0), ("next", 600), ("next", 1200)], (2, None, None), 2),
        ([("start", 0), ("next", 600), ("next", 1200), ("pause", 1300)], (2, None, None), 2),
        ([("start", 0), ("again", 5)], (None, None, None), 0),
    ],
)
def test_the_clock_goes_through_the_rounds(with_rounds, presses, clock, played):
    for what, now in presses:
        with_rounds.press(what, now)
    found = Evening(with_rounds.path.parent)
    assert (found.clock["phase"], found.clock["ends"], found.clock["left"]) == clock
    assert found.kept["played"] == played


@pytest.mark.parametrize(("what", "now"), [("explode", 1), ("start", float("nan")), ("start", -1)])
def test_a_press_that_is_none_is_refused(with_rounds, what, now):
    with pytest.raises(ValueError):
        with_rounds.press(what, now)


def test_minutes_and_groups_that_are_not_there_are_sentences(with_rounds):
    for change, key in (
        (lambda: with_rounds.set_minutes(0), "minutes"),
        (lambda: with_rounds.move("x", 9), "no_such"),
    ):
        with pytest.raises(SheetProblem, match=key):
            change()


def test_who_left_can_come_back_to_groups_and_rounds(with_rounds):
    with_rounds.form()
    with_rounds.change(gone=[NAMES[0]])
    assert NAMES[0] not in with_rounds.here
    with_rounds.change(late=NAMES[0].upper())
    assert NAMES[0] in with_rounds.here
    assert NAMES[0] in [name for group in with_rounds.kept["groups"] for name in group]
    assert NAMES[0] in [name for tables in with_rounds.kept["tables"][0] for name in tables]
    assert json.loads(with_rounds.path.read_text(encoding="utf-8"))["gone"] == []
    assert model.FRESH["sheet"] == []


def test_the_invitation_says_theme_time_and_place_and_has_a_calendar_file(desk):
    page = opened()
    form = part(page, "invitation")
    form.date.value, form.at.value = date(2026, 12, 3), time(18, 30)
    form.place.value, form.theme.value = "Møllevej 4", "Nyhedsbrev"
    form.sender.value, form.what.value = "Mikronet", "de næste aftener"
    letter = whole(page) and form.copy.make()
    day = page.t.date("2026-12-03")
    for line in (
        t("invitation.about_theme", theme="Nyhedsbrev"),
        t("invitation.about_time", day=day, at="18.30"),
        t("invitation.about_place", place="Møllevej 4"),
    ):
        assert f"{line}\n" in letter
    assert ".:" not in letter
    entry = form.calendar.make().decode()
    assert "DTSTART:20261203T173000Z" in entry and "SUMMARY:Nyhedsbrev" in entry


def test_a_second_ballot_in_the_same_name_counts_only_when_it_is_said_again(desk):
    page = opened(["Anne", "Bo"])
    booth = part(page, "vote")
    booth.themes.value = "Blog\nX\n"
    booth.begin.click()
    vote_for(page, "Anne", ["Blog"])
    vote_for(page, "anne", ["X"])
    assert said(page) == t("vote.again", name="anne") and page.evening.poll.ballots["Anne"] == ("Blog",)
    booth.cast.click()
    assert list(page.evening.poll.ballots.values()) == [("X",)]


def test_a_host_says_who_must_and_must_not_sit_together(desk):
    page = opened([f"P{at}" for at in range(12)])
    people = part(page, "people")
    people.together.value, people.apart.value = "P0, P1", "P2, P3\nP4, Nogen"
    assert "Nogen" in shown(people.wrong)
    press(page, "groups", "form")
    press(page, "rounds", "schedule")
    for tables in (page.evening.kept["groups"], *page.evening.kept["tables"]):
        for table in tables:
            assert ("P0" in table) == ("P1" in table) and not {"P2", "P3"} <= set(table)


def test_who_can_help_whom_meets(desk):
    page = opened([f"P{at}" for at in range(16)])
    page.evening.post([("P0", "SEO", ""), ("P9", "", "hjælp med SEO"), ("P3", "regnskab", "")])
    page.evening.post([("P12", "", "regnskabet til tiden")])
    made = page.evening.schedule(2, 4)
    for one, other in (("P0", "P9"), ("P3", "P12")):
        assert any({one, other} <= set(table) for tables in made.tables for table in tables)
