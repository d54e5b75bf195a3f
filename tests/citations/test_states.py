"""What a citation is on a day: in force, not yet, no longer, no such provision, unknown, ambiguous."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guanxia.app import Service
from guanxia.citations import STATES, Resolver
from guanxia.queries import Questions
from guanxia.settings import Settings
from guanxia.store import EmbeddedGraph
from tests.citations.conftest import DAY, Find, short

CASES: dict[str, tuple[str, date | None, str, str | None, str]] = {
    "in force": ("《社会保险法》第六十三条第二款", DAY, "inForce", "social-insurance-law/art-63-2", "自2011年7月1日起"),
    "not yet": (
        "《社会保险法》第六十三条",
        date(2011, 6, 30),
        "notYetInForce",
        "social-insurance-law/art-63",
        "尚未生效",
    ),
    "the first day": ("《社会保险法》第六十三条", date(2011, 7, 1), "inForce", "social-insurance-law/art-63", "有效"),
    "a later law": (
        "《社会保险经办条例》第六十条",
        DAY,
        "notYetInForce",
        "handling-regulation/art-60",
        "2023年12月1日",
    ),
    "no longer": (
        "《行政复议法》第九条（2017年修正）",
        date(2024, 1, 1),
        "noLongerInForce",
        "administrative-review-law/art-9",
        "2023年12月31日",
    ),
    "beyond the count": ("《社会保险法》第一百二十条", DAY, "noSuchProvision", None, "共98条，没有第一百二十条"),
    "article nought": ("《社会保险法》第〇条", DAY, "noSuchProvision", None, "共98条"),
    "beyond the count of the day": (
        "《治安管理处罚法》第一百三十条",
        date(2025, 12, 31),
        "noSuchProvision",
        None,
        "共119条",
    ),
    "within the count of the next": ("《治安管理处罚法》第一百三十条", date(2026, 1, 1), "inForce", None, "共144条"),
    "inserted later": ("《刑法》第二百八十条之一", date(2015, 10, 31), "noSuchProvision", None, "没有第二百八十条之一"),
    "inserted": ("《刑法》第二百八十条之一", date(2015, 11, 1), "inForce", "criminal-law/art-280-1", "有效"),
    "inserted and not told": ("《刑法》第二百七十六条之一", DAY, "inForce", None, "没有收录"),
    "never inserted": ("《社会保险法》第六十三条之一", DAY, "noSuchProvision", None, "没有第六十三条之一"),
    "there but not told": (
        "《社会保险法》第七十条",
        DAY,
        "inForce",
        None,
        "存在（2020年10月12日共98条），但法律图没有收录",
    ),
    "nobody counted": ("《社会保险稽核办法》第十五条", date(2003, 4, 1), "unknownDate", None, "不知道"),
    "not verified": ("《社会保险稽核办法》第六条", DAY, "unknownDate", "audit-measures/art-6", "未经核实"),
    "no first day": (
        "《社会保险费征缴监督检查办法》第十三条",
        DAY,
        "unknownDate",
        "collection-supervision-measures/art-13",
        "不明",
    ),
    "an earlier wording": (
        "《社会保险费征缴暂行条例》第十二条",
        date(2010, 1, 1),
        "unknownDate",
        "contribution-collection-regulation/art-12",
        "未收录",
    ),
    "another numbering": ("《行政处罚法》第三十八条", DAY, "unknownDate", None, "自2021年7月15日起"),
    "another numbering, counted": ("《行政复议法》第九条", date(2025, 1, 1), "inForce", None, "共90条"),
    "the notice before it was issued": (
        "市人社发〔2020〕27号",
        date(2020, 8, 19),
        "notYetInForce",
        "guilin-2020-27",
        "尚未",
    ),
    "no such clause": ("本通知第一条第（九）项", DAY, "noSuchProvision", None, "没有第一条第（九）项"),
    "unknown title": ("《社会保险征缴法》第三条", DAY, "unknownTitle", None, "相近的有：《社会保险法》"),
    "unknown title without quotes": ("深圳市工伤保险条例第三条", DAY, "unknownTitle", None, "工伤保险条例"),
    "unknown law of another": ("《劳动合同法实施条例》第三条", DAY, "unknownTitle", None, "没有“劳动合同法实施条例”"),
    "a title behind the number of an article": ("第二条 工会法第四十三条", DAY, "unknownTitle", None, "没有“工会法”"),
    "several titles": ("《若干规定》第三条", DAY, "ambiguous", None, "请写明全称"),
    "no title": ("第八十六条", DAY, "ambiguous", None, "没有写明"),
    "nothing to point at": ("本条例第三条", DAY, "ambiguous", None, "前文没有写明"),
    "title and number of two texts": ("《社会保险法》（国务院令第423号）第三条", DAY, "ambiguous", None, "可能是"),
    "no day": ("《社会保险法》第六十三条", None, "unknownDate", "social-insurance-law/art-63", "没有给出日期"),
    "no day and no such article": ("《社会保险法》第一百二十条", None, "noSuchProvision", None, "共98条"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_citation_is_told_for_what_it_is(find: Find, name: str) -> None:
    text, day, state, provision, words = CASES[name]
    (one,) = find(text, day)
    assert (one.state, short(one.provision)) == (state, provision), one.message
    assert words in one.message.zh and one.message.en
    assert text.endswith(one.text) and (one.text == text or " " in text)


def test_every_state_has_a_case() -> None:
    assert {case[2] for case in CASES.values()} == set(STATES)


def test_the_wording_is_that_of_the_day(find: Find) -> None:
    for day, wording in ((date(2018, 12, 28), "2011-07-01"), (date(2018, 12, 29), "2018-12-29")):
        (one,) = find("《社会保险法》第五十七条第三款", day)
        assert short(one.wording) == f"social-insurance-law/art-57-3/{wording}"
        assert one.force and one.force.state == "yes"


def test_a_paragraph_that_is_not_told_gives_its_article_and_says_so(find: Find) -> None:
    (one,) = find("《社会保险法》第六十三条第九款")
    assert (short(one.provision), one.exact, one.state) == ("social-insurance-law/art-63", False, "inForce")
    assert "social-insurance-law/art-63-2" in [short(near.iri) for near in one.candidates]
    assert "没有单独收录第六十三条第九款" in one.message.zh


def test_candidates_name_what_may_be_meant(find: Find) -> None:
    (one,) = find("《若干规定》第三条")
    assert {short(near.iri) for near in one.candidates} == {"implementation-rules", "inspection-implementation-rules"}
    (one,) = find("《行政处罚法》第三十八条")
    assert [short(near.iri) for near in one.candidates] == ["administrative-penalty-law/art-38"]


def test_of_several_notices_the_one_that_has_the_clause_is_meant(service: Service, root: Path) -> None:
    settings = Settings(ontology=(*service.settings.ontology, root / "tests" / "data" / "other-city"))
    resolver = Resolver(Questions(EmbeddedGraph(settings.ontology), settings.queries))
    (one,) = resolver.find("本通知第一条第（二）项第3目", DAY)
    assert short(one.provision) == "guilin-2020-27/clause-1-2-3"
    (one,) = resolver.find("本通知第一条", DAY)
    assert one.state == "ambiguous" and len(one.candidates) == 2
    (one,) = resolver.find("云人社发〔2023〕8号第一条", date(2024, 1, 1))
    assert (one.state, short(one.provision)) == ("inForce", "yunxi-2023-8/clause-1")


def test_the_force_told_is_that_of_answers(find: Find, service: Service) -> None:
    """A basis and a citation of it never differ on the same day."""
    for day in (date(2010, 1, 1), date(2019, 1, 1), DAY, date(2024, 6, 1), date(2026, 11, 24)):
        law = service.laws.rules("guilin-2020-27", day).law
        for basis in {one.provision.iri: one for kind in law.kinds for one in kind.bases}.values():
            (cited,) = find(basis.provision.citation.zh, day)
            if cited.provision:
                assert cited.provision == basis.provision.iri
                assert cited.force and cited.force.state == basis.state, (day, cited)
