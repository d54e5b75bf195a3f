"""``guanxia explain`` and ``guanxia facts``: what is asked for by id, address, citation or label is found and told."""

from __future__ import annotations

import json

import pytest

from guanxia.app import Service
from guanxia.cli.finding import number
from tests.cli.conftest import Run

LAW = "social-insurance-law"


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("N22", "N22"),
        ("n22", "N22"),
        ("SI-3", "SI-3"),
        ("申报后未按时足额缴纳社会保险费", "SI-3"),
        ("I2", "I2"),
        ("C6", "C6"),
        ("clause-1-2-3", "clause-1-2-3"),
        ("1-2-3", "clause-1-2-3"),
        ("一/(二)/3", "clause-1-2-3"),
        ("一、（二）3", "clause-1-2-3"),
        ("社会保险法第六十三条", f"{LAW}/art-63"),
        ("《社会保险法》第六十三条第二款", f"{LAW}/art-63-2"),
        ("社保法第63条第2款", f"{LAW}/art-63-2"),
        ("中华人民共和国社会保险法第六十三条", f"{LAW}/art-63"),
        ("Social Insurance Law, art. 63(2)", f"{LAW}/art-63-2"),
        ("Social Insurance Law article 63", f"{LAW}/art-63"),
        (f"{LAW}/art-63-2", f"{LAW}/art-63-2"),
        (f"https://w3id.org/guanxia/id/statute/{LAW}/art-63-2", f"{LAW}/art-63-2"),
        ("监察条例第三十条第三项", "labor-inspection-regulation/art-30-1-3"),
        ("社会保险法", LAW),
        ("guilin-2020-27/N99", None),
        ("foo", None),
    ],
)
def test_a_thing_is_found_by_what_people_write(run: Run, name: str, identity: str | None) -> None:
    found = run("explain", name, "--json")
    if identity is None:
        assert found.exit_code == 2
    else:
        assert json.loads(found.stdout)["id"] == identity


def test_every_citation_and_every_norm_and_clause_of_the_graph_is_found(service: Service) -> None:
    from guanxia.cli.finding import Index
    from guanxia.jurisdiction.rules import Rules

    notice = sorted(service.laws.notices)[0]
    start = service.laws.notices[notice].start
    assert start is not None
    index = Index(service, notice, start)
    rules: Rules = index.rules
    assert {index.find(norm.id).iri for norm in rules.law.norms} == {norm.iri for norm in rules.law.norms}
    rows = service.questions.ask("provisions")
    assert rows
    for row in rows:
        assert index.find(row.text("citation_zh")).kind in ("provision", "clause")
        assert index.find(row.text("provision")).iri == row.text("provision")


def test_chinese_numerals_are_read() -> None:
    digits = "零一二三四五六七八九"
    for value in range(1, 1000):
        hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
        text = f"{digits[hundreds]}百" if hundreds else ""
        text += f"{digits[tens]}十" if tens else ("零" if hundreds and ones else "")
        text += digits[ones] if ones else ""
        assert number(text) == number(str(value)) == value
        assert number(text.removeprefix("一") if text.startswith("一十") else text) == value


def test_a_norm_is_told_with_words_sources_and_uses(run: Run, service: Service) -> None:
    found = run("explain", "N22", "--lang", "zh", "--on", "2020-10-12").stdout
    notice = sorted(service.laws.notices)[0]
    start = service.laws.notices[notice].start
    assert start is not None
    norm = next(one for one in service.laws.rules(notice, start).law.norms if one.id == "N22")
    assert found.startswith(f"N22 · 规范 · {norm.what.zh}")
    assert f"“{norm.clause.words}”" in found
    assert norm.clause.sha256 in found
    for basis in norm.bases:
        assert basis.provision.citation.zh in found
    for heading in ("条件", "可信度", "来源", "用于"):
        assert heading in found


def test_an_article_is_told_with_days_confidence_and_where_it_is_used(run: Run) -> None:
    found = run("explain", f"{LAW}/art-86").stdout
    assert "from 2011-07-01" in found
    assert "V1" in found
    assert "late fee" in found
    assert "SI-3" in found


def test_an_unknown_name_is_answered_with_the_nearest(run: Run) -> None:
    found = run("explain", "N99")
    assert found.exit_code == 2
    assert "Nearest: N" in found.stderr
    article = run("explain", "--lang", "zh", "社会保险法第七十条")
    assert article.exit_code == 2
    assert "《社会保险法》第七十四条" in article.stderr


def test_a_bad_day_or_notice_ends_with_two(run: Run) -> None:
    assert run("explain", "N22", "--on", "2020-13-01").exit_code == 2
    assert run("explain", "N22", "--notice", "guilin-2020-72").exit_code == 2


def test_facts_are_listed_with_question_type_and_values(run: Run, service: Service) -> None:
    table = run("facts", "--lang", "zh").stdout
    listing = json.loads(run("facts", "--json").stdout)["facts"]
    assert [one["name"] for one in listing] == list(service.laws.facts)
    for fact in service.laws.facts.values():
        assert fact.name in table
        assert fact.question.zh in table
        for choice in fact.choices:
            assert f"{choice.value} = {choice.label.zh}" in table


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        *[(name, "SI-3") for name in ("SI3", "si3", "si 3", "si_03", "ＳＩ－３")],
        *[(name, "N07") for name in ("n07", "N7", "n 07")],
        *[("c1", "C1"), ("c2B", "C2b"), ("i4", "I4")],
    ],
)
def test_a_number_is_found_however_it_is_spelt(run: Run, name: str, identity: str) -> None:
    found = run("explain", name, "--json")
    assert found.exit_code == 0, found.stderr
    assert json.loads(found.stdout)["id"] == identity
