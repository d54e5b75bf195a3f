"""What the service writes, it reads: every citation and clause label of the graph, in both languages."""

from __future__ import annotations

from datetime import date

from guanxia.app import Service
from guanxia.citations import Resolver


def test_every_provision_is_found_by_its_citation_in_both_languages(service: Service, resolver: Resolver) -> None:
    days: dict[str, date | None] = {}
    names: dict[str, tuple[str, str]] = {}
    for row in service.questions.ask("citable_provisions"):
        day = row.get("from")
        days[row.text("provision")] = day if isinstance(day, date) else None
        names[row.text("provision")] = row.text("citation_zh"), row.text("citation_en")
    assert len(names) > 600
    wrong = []
    for iri, (zh, en) in names.items():
        for text in (zh, en, f"依据{zh}，", f"Under {en} the agency"):
            for day in {days[iri], None}:
                found = resolver.find(text, day)
                if [one.provision for one in found] != [iri]:
                    wrong.append((text, day, found))
    assert wrong == []


def test_every_clause_is_found_by_its_label_and_address(service: Service, resolver: Resolver) -> None:
    notice = service.laws.notices["guilin-2020-27"]
    rows = service.questions.ask("clauses", notice=notice.iri)
    assert len(rows) > 25
    wrong = []
    for row in rows:
        iri, zh, en, address = (row.text(name) for name in ("clause", "label_zh", "label_en", "address"))
        number, title = notice.number, notice.title
        alone = [zh, en, *([address] if len(address) > 1 else [])]
        behind = [
            f"依据{number}{zh}，",
            f"依据{number}{address}，",
            f"under {number} {address} and",
            f"{title.en}, {en}",
        ]
        wrong += [
            text for text in (*alone, *behind) if [one.provision for one in resolver.find(text, notice.start)] != [iri]
        ]
    assert wrong == []


def test_an_answer_read_as_a_text_gives_the_provisions_that_it_cites(service: Service, resolver: Resolver) -> None:
    law = service.laws.rules("guilin-2020-27", date(2020, 10, 12)).law
    for kind in law.kinds:
        bases = [one.provision for one in kind.bases]
        for text in ("、".join(one.citation.zh for one in bases), "; ".join(one.citation.en for one in bases)):
            found = [one.provision for one in resolver.find(text, date(2020, 10, 12))]
            assert found == [one.iri for one in bases], text
