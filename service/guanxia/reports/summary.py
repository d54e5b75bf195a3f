"""What many reports come to: how many conform, what was found, which shapes objected most, what was refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from guanxia.reports.entries import SEVERITIES, Entry, kind_of

MOST_REFUSED, MOST_SHAPES = 50, 10
Pair = dict[str, str]


@dataclass
class Summary:
    """Counts over packages; its size does not grow with their number.

    ``kinds`` counts packages by kind and whether they conform; ``refused`` keeps the first refused packages with
    their problems; ``shapes`` counts findings by shape, severity and name.
    """

    packages: int = 0
    conforming: int = 0
    kinds: Counter[tuple[str, bool]] = field(default_factory=Counter)
    labels: dict[str, Pair] = field(default_factory=dict)
    severities: Counter[str] = field(default_factory=Counter)
    shapes: Counter[tuple[str, str]] = field(default_factory=Counter)
    names: dict[str, Pair] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    refused: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.packages += 1
        if entry.problem is not None:
            self.reasons[kind_of(entry.problem)] += 1
            if len(self.refused) < MOST_REFUSED:
                self.refused.append(entry)
            return
        kind, good = entry.report["kind"] or "", entry.report["conforms"]
        self.conforming += good
        self.kinds[kind, good] += 1
        if document := entry.report.get("document"):
            self.labels.setdefault(kind, document["label"])
        for one in entry.findings:
            self.severities[one["severity"]] += 1
            self.shapes[one["shape"], one["severity"]] += 1
            self.names.setdefault(one["shape"], one.get("name") or one["message"])

    @property
    def refusals(self) -> int:
        return self.reasons.total()

    def by_kind(self) -> list[tuple[str, int, int]]:
        """Kind, packages that conform, packages that do not."""
        names = sorted({kind for kind, _ in self.kinds})
        return [(kind, self.kinds[kind, True], self.kinds[kind, False]) for kind in names]

    def most_frequent(self) -> list[tuple[str, str, int]]:
        """Shape, severity and number of findings, the most frequent first."""
        ordered = sorted(self.shapes.items(), key=lambda item: (-item[1], item[0]))
        return [(shape, severity, number) for (shape, severity), number in ordered[:MOST_SHAPES]]

    def as_dict(self) -> dict[str, Any]:
        return {
            "packages": self.packages,
            "conforming": self.conforming,
            "refused": self.refusals,
            "kinds": [
                {"kind": kind, "label": self.labels.get(kind), "conforming": good, "failing": bad}
                for kind, good, bad in self.by_kind()
            ],
            "findings": {name: self.severities[name] for name in SEVERITIES},
            "shapes": [
                {"shape": shape, "name": self.names[shape], "severity": severity, "findings": number}
                for shape, severity, number in self.most_frequent()
            ],
            "reasons": [{"kind": kind, "packages": number} for kind, number in sorted(self.reasons.items())],
        }
