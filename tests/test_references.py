import re

import pytest

from exercises import places, references
from exercises.references import all_references, cited_keys, reference, sources_markdown
from exercises.texts import Texts

WORKS = list(all_references().values())
DOUBTED = [work for work in WORKS if work.cautions]
each_work = pytest.mark.parametrize("work", WORKS, ids=lambda work: work.key)


def bib_entries():
    import bibtexparser

    return bibtexparser.parse_file(str(places.root() / "references.bib")).entries


@each_work
def test_a_work_says_who_when_how_strong_and_what_may_be_told(work):
    assert work.authors and all(work.authors)
    assert 1900 < work.year < 2030
    assert work.mark in ("●", "●●", "●●●")
    assert work.title and work.evidence
    assert re.fullmatch(r"https?://[^\s\\{}]+", work.link)


@each_work
def test_nothing_that_was_only_remembered_is_shown(work):
    shown = work.entry("da") + work.entry("en") + work.evidence
    assert not re.search(r"recalled|checked \(|partly|<|\\", re.sub(r"<[^>]*>", "", shown), re.IGNORECASE)


@pytest.mark.parametrize("entry", bib_entries(), ids=lambda entry: entry.key)
def test_an_entry_can_be_read_by_latex_and_names_the_pages_read(entry):
    fields = {field.key: field.value for field in entry.fields}
    assert not [name for name, value in fields.items() if re.search(r"(?<!\\)[%&#]", value)]
    assert all(url.startswith("http") for url in fields["checked_at"].split())
    assert set(fields.get("unverified", "").split()) <= set(fields)
    if "caution" in fields["keywords"]:
        assert {"caution_da", "caution_en"} <= set(fields)


def test_a_warning_exists_in_both_languages():
    assert len(DOUBTED) >= 6
    for work in DOUBTED:
        assert work.caution("da") and work.caution("en") and work.caution("da") != work.caution("en")


@pytest.mark.parametrize("key", ["casciaro2014", "gino2020", "huang2017", "distefano2014", "ziani2023"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_doubted_work_is_weak_and_carries_its_warning_wherever_it_is_listed(key, lang):
    work = reference(key)
    assert work.strength == 1
    warning = Texts("references", lang)("caution", caution=work.caution(lang))
    assert warning in sources_markdown([key, "cai2018"], lang)


def test_a_sound_work_is_listed_without_a_warning():
    assert not reference("cai2018").caution("da")
    assert Texts("references", "da")("caution", caution="") not in sources_markdown(["cai2018"], "da")


def test_a_doi_seen_on_a_page_is_the_link():
    work = reference("cai2018")
    assert (work.link, work.unverified_doi) == ("https://doi.org/10.1093/qje/qjx049", "")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_doi_not_seen_is_told_as_such_and_the_page_read_is_the_link(lang):
    work = reference("kuhn2015")
    assert "doi.org" not in work.link
    assert Texts("references", lang)("doi_unverified", doi="10.1111/etap.12053") in work.entry(lang)
    assert f"({work.link})" in work.entry(lang)


def test_volume_and_pages_not_seen_are_not_shown():
    assert reference("rajkumar2022").where == "Science"
    assert reference("stam2014").where == "Journal of Business Venturing 29(1): 152–173"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_guessed_year_is_told_as_such(lang):
    assert Texts("references", lang)("year_guessed", year=2013) in reference("hvid_seed").entry(lang)


def test_a_citation_names_one_two_or_more_authors_as_each_language_does():
    assert reference("uzzi1997").citation("da") == "Uzzi 1997 ●●"
    assert reference("cai2018").citation("da") == "Cai og Szeidl 2018 ●●●"
    assert reference("cai2018").citation("en") == "Cai and Szeidl 2018 ●●●"
    assert reference("stam2014").citation("da") == "Stam m.fl. 2014 ●●●"
    assert reference("stam2014").citation("en") == "Stam et al. 2014 ●●●"
    assert reference("kizilcec2020").citation("en") == "Kizilcec et al. 2020 ●●●"
    assert reference("di2021").citation("da") == "Dansk Industri 2021 ●●"


def test_cited_keys_come_once_in_order_and_code_and_pictures_are_passed_over():
    markdown = """
Et fund ([Stam m.fl. 2014 ●●●](#stam2014)), et til [Cai og Szeidl 2018 ●●●](#cai2018).
Igen [Stam m.fl. 2014 ●●●](#stam2014). `[x](#in_code)` ![et billede](#picture) [en side](https://a.dk/#x)

```
[x](#in_fence)
```
"""
    assert cited_keys(markdown) == ["stam2014", "cai2018"]


def test_an_unknown_work_is_named_in_the_error():
    with pytest.raises(KeyError, match="nobody1999"):
        reference("nobody1999")
    with pytest.raises(KeyError, match="nobody1999"):
        sources_markdown(["cai2018", "nobody1999"], "da")


def test_sources_are_sorted_as_each_language_sorts_and_named_once():
    keys = ["ostergaard2011", "wolff2009", "aknin2024", "wolff2009", "uzzi1997", "burt2004", "burt1992"]

    def order(lang):
        return re.findall(r'<a id="(\w+)"></a>', sources_markdown(keys, lang))

    assert order("da") == ["aknin2024", "burt1992", "burt2004", "uzzi1997", "wolff2009", "ostergaard2011"]
    assert order("en") == ["aknin2024", "burt1992", "burt2004", "ostergaard2011", "uzzi1997", "wolff2009"]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_legend_explains_all_three_marks(lang):
    text = sources_markdown(["cai2018"], lang)
    assert Texts("references", lang)("legend") in text
    assert re.findall(r"^- (●+) ", text, re.MULTILINE) == ["●●●", "●●", "●"]


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_sources_is_said(lang):
    assert Texts("references", lang)("none") in sources_markdown([], lang)


def test_a_title_in_another_language_is_marked_for_the_screen_reader():
    assert '<cite lang="en">' in reference("cai2018").entry("da")
    assert "<cite>" in reference("cai2018").entry("en")
    assert '<cite lang="da">' in reference("sn2021").entry("en")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_list_renders_with_one_anchor_and_one_working_link_a_work(lang):
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").render(sources_markdown([work.key for work in WORKS], lang))
    assert sorted(re.findall(r'<a id="(\w+)"></a>', html)) == sorted(work.key for work in WORKS)
    assert len(re.findall(r'<a href="https?://', html)) == len(WORKS)
    assert not re.search(r"\]\(|\*\*|\{", re.sub(r'href="[^"]*"', "", html))


def test_a_broken_file_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "references.bib").write_text("@article{a, title = {x},\n}\n\n@article{b, title = {y\n")
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    with pytest.raises(ValueError, match="cannot be read from line"):
        references.all_references.__wrapped__()


def test_a_checkout_is_its_own_root():
    assert (places.root() / "references.bib").is_file()
    assert (places.root() / "exercises" / "places.py").samefile(places.__file__)


def test_an_installed_wheel_looks_in_the_environments_share(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "__file__", str(tmp_path / "site-packages" / "exercises" / "places.py"))
    monkeypatch.setattr(places.sys, "prefix", str(tmp_path))
    assert places.root() == tmp_path / "share" / "netvaerk"


def test_importing_references_reads_no_file_and_loads_no_parser():
    import subprocess
    import sys

    code = "import sys, exercises.references; print('bibtexparser' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
