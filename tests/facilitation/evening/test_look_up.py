"""Five people to look up: from a yes of its own to the slips, the mails and what came of them."""

import html
import json
import re
import time
from datetime import UTC, datetime

import pandas as pd
import pytest

import exercises
from facilitation.evening import board, own_answers, pages, signup
from facilitation.evening import words as explain
from facilitation.evening.evening import FILE, Evening
from facilitation.seating.lists import FIRM, LEARNS, TEACHES
from facilitation.seating.participants import SheetProblem
from facilitation.views.host_desk import HostDesk

NOON = datetime(2027, 1, 5, 12, tzinfo=UTC)
DAY = "2027-01-12"
CAN = ["foto", "prissætning", "keramik", "moms", "salg", "tekster", "hjemmesider", "logo"]


def wording(lang="da"):
    return signup.showing(explain.words(lang), "Mikronet")


@pytest.fixture
def evening(tmp_path):
    made = Evening(tmp_path)
    made.set_date(DAY)
    made.note(sender="Mikronet", what="de næste aftener")
    return made


def signed(evening, count, silent=0, **about):
    """``count`` sign-ups who may be shown and ``silent`` who said nothing of it."""
    sheet = []
    for at in range(count + silent):
        said = {"firm": f"Firma {at // 2}", "competences": CAN[at % 8], "wants": CAN[(at + 3) % 8]}
        name = f"Ja{at:03}" if at < count else f"Kanarie{at:03}"
        yes = wording() if at < count else None
        sheet = signup.sign_up(sheet, name, "", DAY, shown=yes, about=said | about, now=NOON)
    evening._keep_list(sheet)
    return evening


def plain(text):
    return html.unescape(re.sub("<[^>]+>", " ", text))


# ---- the yes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_yes_to_mails_is_none_to_being_shown_nor_the_other_way_round(lang):
    t = explain.words(lang)
    mails = signup.wording(t, "Mikronet", "aftener")
    (row,) = signup.sign_up([], "Anne", "a@x.dk", DAY, consent=mails, now=NOON)
    assert not row.may_be_shown
    (row,) = signup.sign_up([], "Anne", "a@x.dk", DAY, shown=wording(lang), language=lang, now=NOON)
    assert row.may_be_shown and signup.may_write_to([row]) == []
    assert row.shown == signup.Consent(wording(lang), lang, "2027-01-05T12:00:00+00:00")
    assert signup.kind_of_consent(wording(lang)) == "shown"
    assert signup.kind_of_consent(mails) == "consent"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_invitation_asks_both_and_an_answer_to_one_is_a_yes_to_that_alone(evening, lang):
    t = explain.words(lang)
    letter = explain.invitation(t, evening)
    answer = letter.replace(f"{t('slip.name')}:", f"{t('slip.name')}: Bente")
    answer = answer.replace(f"{wording(lang)[:-1]}:", f"{wording(lang)[:-1]}: ja")
    evening.paste_sign_ups(answer, lang)
    (row,) = evening.sign_ups
    assert row.shown.wording == wording(lang) and row.consent is None
    assert [one.name for one in evening.shown] == ["Bente"]


def test_a_yes_in_a_form_s_own_column_counts_and_one_without_words_does_not(evening):
    frame = pd.DataFrame({"Navn": ["Anne", "Bo", "Cai"], wording(): ["Ja", "Nej", ""]})
    evening.bring_sign_ups(frame)
    assert [row.name for row in evening.shown] == ["Anne"]
    _, notes = evening.bring_sign_ups(pd.DataFrame({"Navn": ["Dan"], "Må vises": ["ja"]}))
    assert [row.name for row in evening.shown] == ["Anne"]
    assert notes == [("unclear_consents", {"names": "Dan"})]


def test_who_withdrew_is_not_shown_though_the_file_is_brought_again(evening):
    frame = pd.DataFrame({"Navn": ["Anne", "Bo"], wording(): ["Ja", "Ja"]})
    evening.bring_sign_ups(frame)
    evening.hide(evening.sign_ups[0])
    _, notes = evening.bring_sign_ups(frame)
    assert [row.name for row in evening.shown] == ["Bo"]
    assert notes == [("withdrawn_stands", {"names": "Anne"})]
    later = signup.sign_up(evening.sign_ups, "Anne", "", "2027-02-01", shown=wording(), now=NOON)
    assert [row.may_be_shown for row in later] == [False, True, True], "a new yes is a new yes"


def test_sign_ups_of_an_earlier_desk_are_read_and_nobody_in_them_is_shown(evening):
    row = {"name": "Anne", "mail": "", "evening": DAY, "at": NOON.isoformat(), "consent": None, "about": {}}
    evening.list.write_text(json.dumps([row | {"cancelled": None}]), encoding="utf-8")
    assert [one.name for one in evening.coming] == ["Anne"] and evening.shown == []


# ---- the lists ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [12, 30, 120, 500])
def test_lists_are_made_of_sign_ups_within_two_seconds(evening, count):
    signed(evening, count)
    board.sharing(["foto"], ["fotos"])  # what is loaded once is not counted
    begin = time.process_time()
    made = evening.look_up()
    took = time.process_time() - begin
    assert made.broken == [] and made.fewest
    firm = {row.name: row.about["firm"] for row in evening.coming}
    for name, row in made.of.items():
        assert len({other for other, _ in row}) == 5
        assert all(firm[other] != firm[name] for other, _ in row)
    assert {sum(n == other for row in made.of.values() for other, _ in row) for n in firm} <= {4, 5, 6}
    assert took <= 2, f"{took:.1f} s for {count}"


def test_no_name_without_consent_is_in_any_file_that_goes_out(evening, tmp_path):
    signed(evening, 24, silent=12)
    evening.look_up()
    t = explain.words("da")
    out = [pages.lists(t, evening), *(explain.look_up_mail(t, evening, name) for name in evening.lists.of)]
    out.append(json.dumps(evening.kept["lists"]))
    assert len(evening.lists.of) == 24 and all("Ja0" in page for page in out)
    assert not [page for page in out if "Kanarie" in page]
    kept = {path.name for path in tmp_path.iterdir() if "Kanarie" in path.read_text(encoding="utf-8")}
    assert kept == {signup.FILE}, "a name stands elsewhere than among the host's sign-ups"


@pytest.mark.parametrize("leaves", ["hide", "forget"])
def test_who_will_not_be_shown_any_more_is_gone_from_every_list_at_once(evening, leaves):
    signed(evening, 24)
    evening.look_up()
    row = next(row for row in evening.coming if row.name == "Ja007")
    reader = next(name for name, listed in evening.lists.of.items() if "Ja007" in dict(listed))
    evening.tell_met(reader, ["Ja007"], 1)
    getattr(evening, leaves)(row)
    t = explain.words("da")
    assert "Ja007" not in pages.lists(t, evening) and "Ja007" not in json.dumps(evening.kept)
    assert len(evening.lists.of) == 23


def test_who_stays_away_is_on_no_list_until_they_come_after_all(evening):
    signed(evening, 24)
    evening.look_up()
    row = next(row for row in evening.coming if row.name == "Ja007")
    evening.cancel(row)
    assert "Ja007" not in pages.lists(explain.words("da"), evening)
    evening.come(row)
    assert "Ja007" in pages.lists(explain.words("da"), evening)


def test_who_met_on_an_evening_before_is_acquainted(evening):
    signed(evening, 30)
    names = [row.name for row in evening.coming]
    evening.names("\n".join(names))
    evening.schedule(3, 5)
    evening.press("start", 1.0)
    played = [set(table) for table in evening.kept["tables"][0]]
    evening.put_away()
    evening.set_date(DAY)
    made = evening.look_up()
    assert made.broken == []
    pairs = [{name, other} for name, row in made.of.items() for other, _ in row]
    assert not [pair for pair in pairs if any(pair <= table for table in played)]
    first = {name: {other for other, _ in row} for name, row in made.of.items()}
    for name, others in first.items():
        evening.tell_met(name, others)
    evening.put_away()
    evening.set_date(DAY)
    again = evening.look_up()
    assert not [name for name, row in again.of.items() if {other for other, _ in row} & first[name]]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_reason_is_said_in_words_of_what_they_can_and_wish(evening, lang):
    about = {"Anne": ("fotografering", ""), "Bo": ("", "lære at tage gode foto til shoppen")}
    for name, (can, wants) in about.items():
        evening.sign_up(name, "", shown=wording(), about={"competences": can, "wants": wants})
    t, rows = explain.words(lang), {row.name: row for row in evening.shown}
    there = explain.why_look_up(t, rows["Anne"], rows["Bo"], LEARNS)
    assert "lære at tage gode foto" in there and "(foto)" in there
    back = explain.why_look_up(t, rows["Bo"], rows["Anne"], TEACHES)
    assert "fotografering" in back and "(foto)" in back
    rows["Bo"].about["wants"] = "Fotografering"
    said = explain.why_look_up(t, rows["Bo"], rows["Anne"], TEACHES)
    assert said == t("lists.why.teaches_it", name="Anne", text="fotografering"), "a word said twice"
    made = evening.look_up()
    assert {dict(row)[other] for (other, row) in zip(["Bo", "Anne"], made.of.values(), strict=True)} == {
        LEARNS, TEACHES
    }  # fmt: skip


def test_one_who_is_alone_in_saying_yes_is_told_what_to_do(evening):
    signed(evening, 1, silent=20)
    with pytest.raises(SheetProblem, match="too_few_shown"):
        evening.look_up()


# ---- at the desk -------------------------------------------------------------------------------------------


def opened(evening, lang="da"):
    exercises.language(lang)
    page = HostDesk()
    page.evening = evening
    return page


@pytest.fixture
def desk(evening, monkeypatch):
    monkeypatch.setenv("NETVAERK_COURSE", str(evening.path.parent))
    return evening


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_host_makes_the_lists_prints_them_and_counts_whom_they_met(desk, lang):
    signed(desk, 24, silent=3)
    page = opened(desk, lang)
    t = page.t
    page.go_to("lists")
    part = page.parts["lists"]
    assert t("lists.may", count=24) in plain(part.shown.value)
    assert part._measured().count("●●●") == 1, "its strength said twice"
    part.make.click()
    assert page.fault is None and t("lists.made", count=24) in plain(part.shown.value)
    assert plain(part.print.make()).count(t("lists.tick")) == 24
    part.who.value = "Ja003"
    assert part.copy.make() == explain.look_up_mail(t, desk, "Ja003") and "Ja003" in part.letter.value
    page.go_to("met")
    met = page.parts["met"]
    met.who.value = "Ja003"
    listed = [other for other, _ in desk.lists.of["Ja003"]]
    assert list(met.ticks.options) == listed
    met.ticks.value, met.others.value = listed[:2], 3
    part.page.draw()
    assert met.ticks.value == tuple(listed[:2]), "what is ticked is lost when the page is drawn"
    met.keep.click()
    assert page.fault is None
    assert t("met.count", answered=1, lists=24, met=2, places=5, others=3) in plain(met.result.value)
    assert met.who.index == 0, "an empty choice that does not say what it is for"
    assert met.ticks.layout.display == "none", "a heading with nothing below it"
    met.who.value = "Ja003"
    assert met.ticks.layout.display is None
    assert met.ticks.value == tuple(listed[:2]) and met.others.value == 3
    again = opened(desk, lang)
    again.go_to("met")
    assert again.parts["met"].result.value == met.result.value


def test_rules_that_had_to_be_broken_are_said_with_the_names(desk):
    signed(desk, 12, firm="Fælles")
    page = opened(desk)
    page.go_to("lists")
    page.parts["lists"].make.click()
    told = plain(page.parts["lists"].shown.value)
    made = desk.lists
    firms = [names for rule, names in made.broken if rule == FIRM]
    assert len(made.broken) == 60 and len(firms) == 48, "a place left empty is no worse than a colleague"
    assert page.t("lists.fewest", count=60) in told
    assert page.t("lists.broken.firm", pairs="; ".join(f"{a} og {b}" for a, b in firms)) in told


def test_the_second_box_is_not_ticked_and_asks_in_words_that_are_kept(desk):
    page = opened(desk)
    page.go_to("sign_ups")
    form = page.parts["sign_ups"]
    assert form.shows.value is False and form.shows.description == wording()
    form.nickname.value, form.shows.value = "Bente", True
    form.add.click()
    assert page.fault is None and form.shows.value is False
    assert [(row.name, row.shown.wording) for row in desk.sign_ups] == [("Bente", wording())]
    form.who.value = form.who.options[1][1]
    form.acts.children[3].click()
    assert desk.shown == [] and desk.sign_ups[0].shown.withdrawn
    assert wording() in plain(form.listed.value)


@pytest.mark.parametrize("damaged", ['{"lists": {"of": {"Bo": [1]}}}', '{"met": {"Bo": {}}}'])
def test_damaged_lists_are_set_aside(tmp_path, damaged):
    (tmp_path / FILE).write_text(damaged, encoding="utf-8")
    assert Evening(tmp_path).aside == [(FILE, "evening-damaged-1.json")]


def test_a_later_evening_has_lists_of_its_own(evening):
    signed(evening, 24)
    evening.look_up()
    evening.put_away()
    assert evening.lists is None and evening.hits["answered"] == 0


# ---- on the hub, by telephone ------------------------------------------------------------------------------


def said_on_the_hub(evening, hour, shown, name="Bente"):
    at = datetime(2026, 1, 6, hour, tzinfo=UTC)
    folder = evening.path.parent
    own_answers.keep(folder, "bente", {"name": name}, True, DAY, shown=shown, language="da", now=at)
    evening.take_answers()


def test_a_box_ticked_on_the_telephone_is_a_yes_and_an_emptied_one_takes_it_back(evening):
    said_on_the_hub(evening, 9, "")
    assert [row.name for row in evening.coming] == ["Bente"] and evening.shown == []
    said_on_the_hub(evening, 10, wording())
    assert [(row.name, row.shown.wording) for row in evening.shown] == [("Bente", wording())]
    assert evening.answered == [], "taken in once and for all"
    said_on_the_hub(evening, 11, "")
    assert evening.shown == [] and evening.sign_ups[0].shown.withdrawn
    said_on_the_hub(evening, 12, "")
    assert evening.shown == []
    said_on_the_hub(evening, 13, wording())
    assert [row.name for row in evening.shown] == ["Bente"]


def test_a_box_left_empty_on_the_telephone_takes_no_yes_back_that_was_given_on_paper(evening):
    evening.sign_up("Bente", "", shown=wording())
    said_on_the_hub(evening, 9, "")
    assert [row.name for row in evening.shown] == ["Bente"]


def test_who_told_the_host_since_is_not_shown_though_the_box_is_ticked(evening):
    said_on_the_hub(evening, 9, wording())
    evening.hide(evening.sign_ups[0])
    evening.take_answers()
    assert evening.shown == [] and evening.answered == []


def test_who_empties_the_box_leaves_the_lists_that_are_made(evening):
    signed(evening, 24)
    said_on_the_hub(evening, 9, wording(), "Bente")
    evening.look_up()
    assert "Bente" in json.dumps(evening.kept["lists"])
    said_on_the_hub(evening, 10, "", "Bente")
    assert "Bente" not in json.dumps(evening.kept)


def test_an_answer_kept_before_the_question_was_asked_says_nothing_of_it(evening):
    said_on_the_hub(evening, 9, wording())
    path = evening.path.with_name(own_answers.FOLDER) / "bente.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    old = {field: kept[field] for field in kept if field not in ("shown", "shown_in", "hides")}
    path.write_text(json.dumps(old), encoding="utf-8")
    assert own_answers.of(evening.path.parent, "bente")["shown"] == ""
