"""Characters, numbers and days that are hostile or wrong meet the demand that is about them, and are never changed."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from guanxia.referrals.examiner import Examiner
from guanxia.referrals.reading import Reader
from guanxia.settings import Settings
from tests.shapes.examples import objecting

PACKAGE = Settings().shapes / "notices" / "guilin-2020-27" / "penalty-proposal" / "pass-workers-listed.ttl"
TEXT = PACKAGE.read_text(encoding="utf-8")
DAY = '"2020-03-16"^^xsd:date'
TOTAL = "gx:totalAmount 12600.30"
LINE = "gx:amount 600.20"
NAME = '"桂林示例电子有限公司"'
WORKER = '"王示例"'
ID = '"45030519900101001X"'

CASES = {
    "T77 direction of writing turned": (WORKER, '"王\\u202E五"', {"Package-hiddenCharacters"}),
    "T77 zero-width space": (NAME, '"桂林\\u200B示例电子有限公司"', {"Package-hiddenCharacters"}),
    "T77 Hangul filler": (WORKER, '"王\\u3164五"', {"Package-hiddenCharacters"}),
    "T77 zero-width joiner in a title": ('"缴费记录"', '"缴费\\u200D记录"', {"Package-hiddenCharacters"}),
    "T77 control character": (WORKER, '"王\\u0007五"', {"Package-hiddenCharacters"}),
    "T79 rare character": (WORKER, '"𠮷示例"', set()),
    "T79 character of plane 3": (WORKER, '"\U00030000示例"', set()),
    "T79 private-use character": (WORKER, '"\\uE000示例"', set()),
    "T79 variation sequence": (WORKER, '"葛\\U000E0100示例"', set()),
    "T79 middle dot of a name": (WORKER, '"阿依古丽·买买提"', set()),
    "T80 Cyrillic among Latin letters": (NAME, '"АBC公司"', {"Package-mixedScripts"}),
    "T80 Greek among Latin letters": (NAME, '"ΑBC公司"', {"Package-mixedScripts"}),
    "T80 Latin letters in a Chinese name": (NAME, '"ABC公司"', set()),
    "T81 markup": (NAME, '"<script>alert(1)</script>"', set()),
    "T86 30 February": (DAY, '"2020-02-30"^^xsd:date', {"Package-actOn"}),
    "T86 year of ten digits": (
        DAY,
        '"9999999999-01-01"^^xsd:date',
        {"Package-actOn", "Package-actOrder", "Package-actBeforeIssue"},
    ),
    "T86 year after the document": (DAY, '"2202-03-16"^^xsd:date', {"Package-actOrder", "Package-actBeforeIssue"}),
    "T86 day with a time": (DAY, '"2020-03-16T24:00:00"^^xsd:dateTime', {"Package-actOn"}),
    "T86 negative sum": (LINE, "gx:amount -1.00", {"AmountLine-amount", "Package-sum"}),
    "T86 sum of ten thousand digits": (LINE, f"gx:amount {'9' * 10_000}.0", {"AmountLine-amount"}),
    "T86 sum with an exponent": (LINE, "gx:amount 6.0020E2", {"AmountLine-amount"}),
    "T86 not a number": (LINE, 'gx:amount "NaN"^^xsd:double', {"AmountLine-amount"}),
    "T86 sums are exact": (TOTAL, "gx:totalAmount 12600.3000000000000001", {"Package-sum", "Package-workerSum"}),
    "T87 wrong check digit": (ID, '"450305199001010019"', {"Package-idCheckDigit"}),
    "T87 fifteen digits": (ID, '"450305900101001"', {"Package-idOldForm"}),
    "T87 passport": (ID, '"E12345678"', {"Package-idOtherForm"}),
}
SUM_LEFT_OUT = {"Package-sum", "Package-workerSum", "Package-totalInFen", "AmountLine-inFen"}


def package(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(text.encode(), RdfFormat.TURTLE)]


def test_the_pieces_that_are_changed_stand_in_the_package() -> None:
    assert [piece for piece in {case[0] for case in CASES.values()} if TEXT.count(piece) != 1] == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_value_meets_the_demand_that_is_about_it(case: str, examiner: Examiner, reader: Reader) -> None:
    old, new, expected = CASES[case]
    report = examiner.examine(reader.read(package(TEXT.replace(old, new))))
    found = objecting(report)
    assert found - SUM_LEFT_OUT == expected - SUM_LEFT_OUT
    assert expected <= found
