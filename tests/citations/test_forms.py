"""Citations in the forms that people write, each with the provision that it means."""

from __future__ import annotations

import pytest

from tests.citations.conftest import Find, short

SIL, LIR, NOTICE = "social-insurance-law", "labor-inspection-regulation", "guilin-2020-27"

FORMS = {
    "《社会保险法》第六十三条第二款": [f"{SIL}/art-63-2"],
    "《中华人民共和国社会保险法》第63条": [f"{SIL}/art-63"],
    "《社会保险法》第６３条第２款": [f"{SIL}/art-63-2"],
    "《社会保险法》第 六十三 条 第二 款": [f"{SIL}/art-63-2"],
    "社会保险法第六十三条": [f"{SIL}/art-63"],
    "社保法八十四条": [f"{SIL}/art-84"],
    "社保法84条": [f"{SIL}/art-84"],
    "社保法的第八十四条": [f"{SIL}/art-84"],
    "「社會保險法」第八十四條": [f"{SIL}/art-84"],
    "『社會保險法』第六十三條第二款": [f"{SIL}/art-63-2"],
    "“社会保险法”第八十四条": [f"{SIL}/art-84"],
    "〈社会保险法〉第八十四条": [f"{SIL}/art-84"],
    "<社会保险法>第84条": [f"{SIL}/art-84"],
    "《社会保险法》第八十四条、第八十六条": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "《社会保险法》第八十四、八十六条": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "社保法84条、86条": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "《社会保险法》第八十四条和第八十六条": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "《社会保险法》第八十四条，以及第八十六条": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "《社会保险法》第六十三条第一款、第二款": [f"{SIL}/art-63-1", f"{SIL}/art-63-2"],
    "《社会保险法》第六十三条第一、二款": [f"{SIL}/art-63-1", f"{SIL}/art-63-2"],
    "《社会保险法》第八十四条至第八十六条": [f"{SIL}/art-84", f"{SIL}/art-85", f"{SIL}/art-86"],
    "《社会保险法》第84-86条": [f"{SIL}/art-84", f"{SIL}/art-85", f"{SIL}/art-86"],
    "《劳动保障监察条例》第十八条第一款第（二）项": [f"{LIR}/art-18-1-2"],
    "《劳动保障监察条例》第十八条第一款第二项": [f"{LIR}/art-18-1-2"],
    "《劳动保障监察条例》第18条第1款第(2)项": [f"{LIR}/art-18-1-2"],
    "《劳动保障监察条例》第十八条第一款（二）": [f"{LIR}/art-18-1-2"],
    "监察条例第十一条第（七）项": [f"{LIR}/art-11-7"],
    "《刑法》第一百六十二条之一": ["criminal-law/art-162-1"],
    "刑法162条之一": ["criminal-law/art-162-1"],
    "《中华人民共和国刑法》第二百六十六条": ["criminal-law/art-266"],
    "处罚法第三条": [None],
    "征缴条例第二十三条": ["contribution-collection-regulation/art-23"],
    "国务院令第423号第十条": [f"{LIR}/art-10"],
    "国务院令423号第十条": [f"{LIR}/art-10"],
    "国务院第423号令第十条": [f"{LIR}/art-10"],
    "实施《社会保险法》若干规定第二十条": ["implementation-rules/art-20"],
    "《实施〈中华人民共和国社会保险法〉若干规定》第二十条": ["implementation-rules/art-20"],
    "《实施《社会保险法》若干规定》第二十条": ["implementation-rules/art-20"],
    "《关于实施〈劳动保障监察条例〉若干规定》第三十一条至第三十五条": ["inspection-implementation-rules/rule-decision"],
    "《社会保险征缴稽核业务规范》附录B": ["gbt-32622-2016/annex-B"],
    "Social Insurance Law art. 63(2)": [f"{SIL}/art-63-2"],
    "the Social Insurance Law, article 63(2)": [f"{SIL}/art-63-2"],
    "Social Insurance Law, arts. 84 and 86": [f"{SIL}/art-84", f"{SIL}/art-86"],
    "Social Insurance Law, Articles 84 to 86": [f"{SIL}/art-84", f"{SIL}/art-85", f"{SIL}/art-86"],
    "Article 63 of the Social Insurance Law": [f"{SIL}/art-63"],
    "Criminal Law, art. 162-1": ["criminal-law/art-162-1"],
    "市人社发〔2020〕27号": [NOTICE],
    "市人社发[2020]27号": [NOTICE],
    "市人社发【2020】27号": [NOTICE],
    "市人社发（2020）27号": [NOTICE],
    "市人社发(２０２０)２７号": [NOTICE],
    "市人社发［2020］27 號": [NOTICE],
    "市人社发〔2020〕27号第一条第（二）项第3目": [f"{NOTICE}/clause-1-2-3"],
    "市人社发〔2020〕27号一、（二）3": [f"{NOTICE}/clause-1-2-3"],
    "市人社发〔2020〕27号一（二）3": [f"{NOTICE}/clause-1-2-3"],
    "市人社发〔2020〕27号一/(二)/3": [f"{NOTICE}/clause-1-2-3"],
    "市人社发〔2020〕27号第二部分第（二）项第1点": [f"{NOTICE}/clause-2-2-1"],
    "本通知第一条第（二）项第3目": [f"{NOTICE}/clause-1-2-3"],
    "本通知一、（二）3": [f"{NOTICE}/clause-1-2-3"],
    "Guilin Notice 2020 No. 27, part 1, (2), item 3": [f"{NOTICE}/clause-1-2-3"],
    "《关于明确社会保险违法案件查处有关问题的通知》（市人社发〔2020〕27号）第一部分": [f"{NOTICE}/clause-1"],
    "《关于修改〈广西壮族自治区劳动保障监察管辖办法〉的通知》(桂人社发〔2015〕29号)": ["guangxi-level-jurisdiction"],
}


@pytest.mark.parametrize("text", FORMS)
def test_a_form_is_understood(find: Find, text: str) -> None:
    assert [short(one.provision) for one in find(text)] == FORMS[text]


@pytest.mark.parametrize("text", [one for one in FORMS if not one.startswith(("the", "Guilin", "市人社发［"))])
def test_a_form_is_understood_within_a_sentence(find: Find, text: str) -> None:
    before, after = ("See ", "; this") if text.isascii() else ("经查，依据", "的规定，作出决定。")
    assert [short(one.provision) for one in find(f"{before}{text}{after}")] == FORMS[text]


def test_a_citation_begins_with_its_title_and_ends_with_its_place(find: Find) -> None:
    text = "依据《社会保险法》第八十四条、第八十六条第一款。"
    assert [one.text for one in find(text)] == ["《社会保险法》第八十四条", "第八十六条第一款"]


def test_offsets_count_code_points(find: Find) -> None:
    text = "𠮷😀 依据《社会保险法》　第八十四条"
    (one,) = find(text)
    assert (one.start, one.end) == (5, len(text))


BACK = {
    "《社会保险法》第八十四条……依照同法第八十六条": f"{SIL}/art-86",
    "《社会保险法》第八十四条。该法第八十六条": f"{SIL}/art-86",
    "《社会保险法》和《劳动保障监察条例》；本法第八十六条": f"{SIL}/art-86",
    "《社会保险法》和《劳动保障监察条例》；该条例第十条": f"{LIR}/art-10",
    "《劳动保障监察条例》和《社会保险法》；本条例第十条": f"{LIR}/art-10",
    "《劳动保障监察条例》和《社会保险法》；上述条例第十条": f"{LIR}/art-10",
    "《劳动保障监察条例》（以下简称《条例》）。《条例》第十条": f"{LIR}/art-10",
    "《劳动保障监察条例》（以下简称《监察办法》）。根据《监察办法》第十条": f"{LIR}/art-10",
    "《劳动保障监察条例》（下称条例）。根据条例第十条": f"{LIR}/art-10",
    "《社会保险法》第八十四条规定……，第八十六条规定": f"{SIL}/art-86",
    "《社会保险法》第六十三条第一款；该条第二款": f"{SIL}/art-63-2",
    "市人社发〔2020〕27号印发后\n\n该通知第二条第（一）项": f"{NOTICE}/clause-2-1",
    "The Social Insurance Law applies. Art. 86 says": f"{SIL}/art-86",
}


@pytest.mark.parametrize("text", BACK)
def test_words_that_point_back_are_understood(find: Find, text: str) -> None:
    assert short(find(text)[-1].provision) == BACK[text]


@pytest.mark.parametrize(
    "text",
    [
        "根据劳动合同第三条的约定",
        "本合同第三条",
        "违反社会保险法律法规的案件",
        "社会保险法学第三讲",
        "第一，第二，第三",
        "依法处理，无第三条路",
        "第三条　用人单位应当申报。",
        "《提请行政处罚建议书》应载明基本案情",
        "an article 5 of clothing" * 0 + "particle 63 of dust",
        "",
        "　\n ",
        "一",
    ],
)
def test_what_is_no_citation_is_left_alone(find: Find, text: str) -> None:
    if text == "依法处理，无第三条路":
        assert [one.state for one in find(text)] == ["ambiguous"]
    else:
        assert find(text) == ()


def test_a_line_that_wraps_within_a_citation_is_read_across(find: Find) -> None:
    text = "用人单位未按时足额缴纳社会保险费的，应当依照《社会保险法》第八十\n四条处理。"
    assert [short(one.provision) for one in find(text)] == [f"{SIL}/art-84"]


def test_a_new_paragraph_does_not_inherit_the_law_of_the_one_before(find: Find) -> None:
    assert [one.state for one in find("《社会保险法》第八十四条。\n按照第八十六条办理。")] == ["inForce", "ambiguous"]
