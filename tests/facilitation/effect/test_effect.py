"""A cohort from the lot to the page: what may be concluded, and what makes it doubtful."""

import csv
import html
import io
import json
import re
from collections import Counter

import numpy as np
import pytest

import exercises
from exercises.models import effect as questionnaire
from exercises.rules import effect as rules
from exercises.store import Store
from exercises.texts import Texts
from facilitation.cohort import effect, files, told
from facilitation.cohort import trial as trials
from facilitation.cohort.effect import LESS, LOST_MANY, LOST_OTHERS, LOST_UNEVEN, MORE, OPEN, TOO_FEW
from facilitation.cohort.trial import COHORT, COURSE, LAST, PRIMARY, WAIT, WAIT_LIST, Trial
from facilitation.language import TEXTS
from facilitation.problems import Problem
from facilitation.views.effect import EffectPage

NAMES = [f"Kanarie {at:02}" for at in range(60)]
MANY = 300


def numbers(code, weeks):
    return json.dumps({"netvaerk_effect": 1, "code": code, "weeks": weeks}).encode()


def row(level, rng):
    """Fifteen answers about a level of networking from 0 to 4."""
    often = np.clip(np.round(level + rng.normal(0, 0.8, 6)), 0, 4)
    sure = np.clip(np.round(2 * level + rng.normal(1, 1.5, 5)), 0, 10)
    return [*map(int, often), *map(int, sure), *map(int, np.clip(rng.poisson(max(level, 0.1), 4), 0, 10))]


def words(page):
    return html.unescape(re.sub("<[^>]+>", " ", page.shown.value))


# ---- the whole way -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_cohort_of_60_with_a_wait_list_goes_from_the_lot_to_the_page(tmp_path, monkeypatch, lang):
    """Each learner answers in a store of their own and hands in at weeks 0, 6 and 12; some drop out."""
    exercises.language(lang)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.setenv("NETVAERK_COURSE", str(desk))
    # one lot, and not another one each time: now and then the course drew those who were ahead
    monkeypatch.setattr(trials.secrets, "randbits", lambda bits: 8)
    page = EffectPage()
    page.kind.value, page.names.value = WAIT_LIST, "\n".join(NAMES)
    page.fix.click()
    assert page.fault is None and page.t("plan.fixed") in page._message.value
    design, rng = page.trial.design, np.random.default_rng(8)
    assert [len(design.of(group)) for group in (COURSE, WAIT)] == [30, 30]
    slips = page.slips.make()
    assert all(str(person.code) in slips for person in design.people)
    for at, person in enumerate(design.people):
        level = rng.normal(1.5, 0.7)
        store = Store(tmp_path / "stores" / f"{at}" / "network.sqlite")
        store.put("effect", "code", f" {person.code}")
        for week in rules.WEEKS[: 1 + at % 7 % 3 if at < 7 else 3]:  # a few stop on the way
            gain = {0: 0, 6: 0.5, 12: 1.0}[week] * (person.group == COURSE)
            with store.transaction():
                for item, number in zip(rules.ITEMS, row(level + gain, rng), strict=True):
                    store.put("effect", f"{week}.{item}", rules.options(item)[number])
            page._take_in("mine-tal.json", questionnaire.numbers(store))
        store.close()
    assert page.fault is None
    found = effect.of(Trial(desk))
    assert found.verdict == MORE
    main = found.estimates[PRIMARY, LAST]
    assert 0.4 < float(main.value) < 1.3 and sum(found.enrolled.values()) == 60
    lost = sum(counts[0] - counts[LAST] for counts in found.answered.values())
    assert sum(counts[0] for counts in found.answered.values()) == 60 and lost == 5
    said = words(page)
    assert told.sentences(page.t, found)[0] in said and told.planned(page.t, design) in said
    assert page.t("lost", percent=page.t.percent(5 / 60), week=12) in said
    again = EffectPage()
    assert words(again) == said
    assert not [name for name in NAMES if name in again.shown.value]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_anonymous_numbers_hold_no_name_no_code_and_no_order(tmp_path, lang):
    trial = full(tmp_path, gain=0.5)
    t = Texts("effect", lang, folder=TEXTS)
    text = files.csv_of(t, told.table(trial)).decode("utf-8-sig")
    for person in trial.design.people:
        assert person.name not in text and str(person.code) not in text
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if lang == "da" else ","))
    assert len(rows) == 61 and Counter(row[0] for row in rows[1:]) == {"course": 30, "wait": 30}
    assert rows[1:] == sorted(
        rows[1:], key=lambda row: (row[0], [float(n.replace(",", ".")) for n in row[1:]])
    )


def full(folder, gain=0.0, kind=WAIT_LIST, names=NAMES, seed=3, weeks=rules.WEEKS):
    trial, rng = Trial(folder), np.random.default_rng(seed)
    for person in trial.plan(kind, names, seed=11).people:
        level = rng.normal(1.5, 0.7)
        said = {str(week): row(level + gain * (week / 12) * (person.group == COURSE), rng) for week in weeks}
        trial.take_in(numbers(person.code, said))
    return trial


# ---- what is shown, and what is not ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [COHORT, WAIT_LIST])
def test_nothing_is_shown_for_fewer_than_five(tmp_path, kind):
    trial, rng = Trial(tmp_path), np.random.default_rng(1)
    people = trial.plan(kind, NAMES[:20], seed=5).people
    course = [person for person in people if person.group == COURSE]
    wait = [person for person in people if person.group == WAIT]
    for person in [*course[:4], *wait]:
        trial.take_in(numbers(person.code, {"0": row(1, rng), "12": row(2, rng)}))
    t = Texts("effect", "da", folder=TEXTS)
    found = effect.of(trial)
    assert found.verdict == TOO_FEW and set(found.estimates.values()) == {None} and found.doubts == []
    assert told.table(trial) is None
    assert told.sentences(t, found) == [t("verdict.too_few", week=12, fewest=5)]
    _, rows = told.differences(t, found)
    assert {cells[0] for _, cells in rows} == {t("hidden", fewest=5)}
    trial.take_in(numbers(course[4].code, {"0": row(1, rng), "12": row(2, rng)}))
    assert effect.of(trial).verdict != TOO_FEW


@pytest.mark.parametrize("kind", [COHORT, WAIT_LIST])
@pytest.mark.parametrize(("gain", "verdict"), [(1.2, MORE), (-1.2, LESS), (0.0, OPEN)])
def test_what_is_said_follows_the_interval_and_the_design(tmp_path, kind, gain, verdict):
    found = effect.of(full(tmp_path, gain, kind))
    assert found.verdict == verdict
    for lang in ("da", "en"):
        t = Texts("effect", lang, folder=TEXTS)
        said = told.sentences(t, found)
        main = found.estimates[PRIMARY, LAST]
        value, between = t.number(float(main.value), 2), told.interval(t, main)
        assert said[0] == t(f"verdict.{kind}.{verdict}", value=value, interval=between, week=12)
        assert said[-1] == t("beside")


# ---- over many cohorts -------------------------------------------------------------------------------------


def cohorts(gain, leaving, n=60, seed=0, many=MANY):
    """`Effect`s of many cohorts. ``leaving(rise, last, course, rng)``: who has gone at week 12."""
    rng, course = np.random.default_rng(seed), np.arange(n) % 2 == 0
    for _ in range(many):
        person = rng.normal(1.8, 0.7, n)
        at = {week: person + gain * course * week / 12 + rng.normal(0, 0.45, n) for week in rules.WEEKS}
        # Some rise by themselves and some fall, and it shows at week 6 already.
        own = rng.normal(0, 0.5, n)
        at[6], at[12] = at[6] + own / 2, at[12] + own
        gone = leaving(own, at[12], course, rng)
        at[12] = np.where(gone, np.nan, at[12])
        scores = {(scale, week): values for scale in rules.SCALES for week, values in at.items()}
        yield effect.find(WAIT_LIST, course, scores)


def share(found, kinds):
    return np.mean([bool(set(kinds) & set(one.doubts)) for one in found])


def test_with_no_effect_it_says_so():
    found = list(cohorts(0.0, lambda own, last, course, rng: rng.random(60) < 0.1))
    assert np.mean([one.verdict == OPEN for one in found]) >= 0.92
    assert share(found, [LOST_MANY, LOST_UNEVEN, LOST_OTHERS]) <= 0.1, "warns of drop-out by chance"


def test_it_warns_of_drop_out_that_depends_on_the_outcome():
    """Those of whom the least came leave: most of the lowest third."""

    def lowest(own, last, course, rng):
        return (last < np.quantile(last, 0.35)) & (rng.random(60) < 0.9)

    found = list(cohorts(0.0, lowest))
    assert share(found, [LOST_MANY, LOST_UNEVEN, LOST_OTHERS]) >= 0.95
    assert share(found, [LOST_OTHERS]) >= 0.8, "who they were is not seen, only that they are many"


def test_it_warns_where_few_leave_and_just_those_whom_it_did_not_help():
    """Eight of the thirty on the course, those who fell most, and nobody of those who wait."""

    def worst(own, last, course, rng):
        order = np.argsort(np.where(course, own, np.inf))
        gone = np.zeros(60, dtype=bool)
        gone[order[:8]] = True
        return gone

    assert share(cohorts(0.0, worst), [LOST_UNEVEN, LOST_OTHERS]) >= 0.95


def test_it_says_where_drop_out_decides_the_answer(tmp_path):
    course = np.arange(60) % 2 == 0
    rng = np.random.default_rng(2)
    first = rng.normal(2, 0.5, 60)
    last = first + 0.3 * course + 0.4 * np.sin(1.7 * np.arange(60))
    gone = course & (np.cumsum(course) <= 20)
    scores = {
        (scale, week): {0: first, 6: first, 12: np.where(gone, np.nan, last)}[week]
        for scale in rules.SCALES
        for week in rules.WEEKS
    }
    found = effect.find(WAIT_LIST, course, scores)
    assert found.verdict == MORE and effect.LOST_DECIDES in found.doubts


# ---- the lot and the files ---------------------------------------------------------------------------------


def test_the_lot_is_kept_and_drawn_again_gives_the_same(tmp_path):
    design = Trial(tmp_path).plan(WAIT_LIST, NAMES)
    assert Trial(tmp_path).design == design
    assert trials.draw(WAIT_LIST, reversed(NAMES), design.seed) == design.people
    assert len({person.code for person in design.people}) == 60
    assert all(rules.code(person.code) == person.code for person in design.people)
    other = trials.draw(WAIT_LIST, NAMES, design.seed + 1)
    assert [person.group for person in other] != [person.group for person in design.people]


def test_the_lot_is_fair():
    """Over 2,000 draws each is on the course about half the time, and no two are tied to each other."""
    drawn = np.array(
        [
            [person.group == COURSE for person in trials.draw(WAIT_LIST, NAMES[:10], seed)]
            for seed in range(2000)
        ]
    )
    assert np.all(np.abs(drawn.mean(0) - 0.5) < 0.05)
    assert np.all(drawn.sum(1) == 5)
    together = np.corrcoef(drawn.T)[~np.eye(10, dtype=bool)]
    assert np.all(np.abs(together + 1 / 9) < 0.1)


def test_a_lot_that_somebody_has_changed_is_said(tmp_path):
    trial = Trial(tmp_path)
    trial.plan(WAIT_LIST, NAMES)
    path = trial.place / trials.DESIGN
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["people"][0]["group"] = WAIT if kept["people"][0]["group"] == COURSE else COURSE
    path.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(Problem, match="effect_changed"):
        _ = trial.design
    path.write_text("{", encoding="utf-8")
    with pytest.raises(Problem, match="effect_design"):
        _ = trial.design


def test_what_is_fixed_is_not_fixed_again(tmp_path):
    trial = Trial(tmp_path)
    trial.plan(COHORT, NAMES)
    with pytest.raises(Problem, match="effect_planned"):
        trial.plan(WAIT_LIST, NAMES)


@pytest.mark.parametrize(
    ("kind", "names", "key"),
    [
        (WAIT_LIST, NAMES[:9], "effect_people"),
        (COHORT, NAMES[:4], "effect_people"),
        (COHORT, [*NAMES, NAMES[3]], "effect_twice"),
        (COHORT, ["", " "], "effect_people"),
    ],
)
def test_a_list_that_will_not_do_is_said_and_nothing_is_fixed(tmp_path, kind, names, key):
    with pytest.raises(Problem, match=key):
        Trial(tmp_path).plan(kind, names)
    assert not (tmp_path / trials.PLACE).exists()


CODE = trials.draw(COHORT, NAMES, 11)[0].code
GOOD = [0] * 15


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"{", b"\xff", b"null", b"[" * 9000, b'{"a": 1}',
        numbers(CODE, {"0": [5, *GOOD[1:]]}), numbers(CODE, {"0": GOOD[1:]}), numbers(CODE, {"1": GOOD}),
        numbers(CODE, {"0": ["Anne", *GOOD[1:]]}), numbers(CODE, {"0": [0.5, *GOOD[1:]]}),
        numbers(CODE, {"0": [True, *GOOD[1:]]}), numbers(CODE + 1, {"0": GOOD}), numbers("x", {"0": GOOD}),
        json.dumps({"netvaerk_effect": 1, "code": CODE, "weeks": {}, "name": "Anne"}).encode(),
    ],
)  # fmt: skip
def test_a_file_that_is_not_numbers_alone_is_not_taken_in(tmp_path, data):
    trial = Trial(tmp_path)
    trial.plan(COHORT, NAMES, seed=11)
    with pytest.raises(Problem, match="effect_numbers"):
        trial.take_in(data, "tal.json")
    assert not (trial.place / trials.ANSWERS).exists()


def test_a_later_file_adds_its_weeks_and_renews_what_it_has(tmp_path):
    trial = Trial(tmp_path)
    trial.plan(COHORT, NAMES, seed=11)
    trial.take_in(numbers(CODE, {"0": GOOD}))
    trial.take_in(numbers(CODE, {"6": [2] * 6 + GOOD[6:]}))
    found = trial.scores()[CODE]
    assert found[0][PRIMARY] == 0.0 and found[6][PRIMARY] == 2.0 and 12 not in found
    trial.take_in(numbers(CODE, {"0": [1] * 6 + [-1] * 9}))
    found = trial.scores()[CODE]
    assert found[0] == {"intensity": 1.0, "sure": None, "came": None} and found[6][PRIMARY] == 2.0


def test_a_code_of_nobody_here_is_said(tmp_path):
    trial = Trial(tmp_path)
    strange = next(c for c in range(10000, 99999) if rules.code(c) and c != CODE)
    with pytest.raises(Problem, match="effect_no_design"):
        trial.take_in(numbers(CODE, {"0": GOOD}))
    people = trial.plan(COHORT, NAMES, seed=11).people
    assert strange not in {person.code for person in people}
    with pytest.raises(Problem, match="effect_strange"):
        trial.take_in(numbers(strange, {"0": GOOD}))


# ---- the command -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_command_fixes_takes_in_and_tells(tmp_path, capsys, monkeypatch, lang):
    from facilitation import command, desk_folder

    monkeypatch.setattr(desk_folder, "made", lambda folder: True)
    t = Texts("effect", lang, folder=TEXTS)
    (tmp_path / "names.txt").write_text("\n".join(NAMES), encoding="utf-8")
    common = ["--folder", str(tmp_path), "--language", lang]
    assert command.main(["effect", *common]) == 0
    assert t("no_design") in capsys.readouterr().out
    assert command.main(["effect", "--plan", "x", *common]) == 2
    assert t("problem.effect_kind") in capsys.readouterr().err
    names = ["--names", str(tmp_path / "names.txt")]
    assert command.main(["effect", "--plan", WAIT_LIST, *names, *common]) == 0
    design, rng = Trial(tmp_path).design, np.random.default_rng(4)
    assert told.planned(t, design) in capsys.readouterr().out
    paths = [tmp_path / "broken.json"]
    paths[0].write_bytes(b"{")
    for person in design.people:
        paths.append(tmp_path / f"{person.code}.json")
        level = rng.normal(1.5, 0.5)
        weeks = {str(week): row(level + (person.group == COURSE) * week / 12, rng) for week in rules.WEEKS}
        paths[-1].write_bytes(numbers(person.code, weeks))
    kept = tmp_path / "tal.csv"
    assert command.main(["effect", *map(str, paths), "--csv", str(kept), *common]) == 2
    out, err = capsys.readouterr()
    assert err.strip() == t("problem.effect_numbers", file="broken.json")
    assert told.sentences(t, effect.of(Trial(tmp_path)))[0] in out and t("csv_kept", file=kept) in out
    assert kept.read_bytes().count(b"\r\n") == 61 and not [name for name in NAMES if name in out]
