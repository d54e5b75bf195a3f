"""What a text has named so far, and words that point back to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from guanxia.citations.characters import Compact
from guanxia.citations.names import Works
from guanxia.citations.values import Place

KINDS = (
    "法典",
    "条例",
    "办法",
    "规定",
    "细则",
    "规则",
    "通知",
    "解释",
    "意见",
    "决定",
    "规范",
    "通告",
    "公告",
    "批复",
    "法",
)
POINTERS = frozenset("本该此同上前")
_POINTING = ("上述", "前述", "本", "该", "此", "同")
# Papers that have articles and are no law, and words that end like a law and are none.
_OTHERS = ("合同", "合同书", "协议", "协议书", "章程", "制度", "公约", "纪要", "手册", "判决", "守则")
_NO_NAMES = frozenset(("依法", "合法", "违法", "执法", "司法", "立法", "守法", "方法", "非法", "无法", "做法"))
_LEADS = (
    "依照",
    "按照",
    "根据",
    "依据",
    "违反",
    "适用",
    "符合",
    "参照",
    "执行",
    "以及",
    "和",
    "与",
    "及",
    "对",
    "按",
    "照",
    "据",
    "由",
    "在",
    "将",
    "修改后",
    "修正后",
    "修订后",
    "属于",
    "除",
    "有无",
)
_LOOSE = ("有关", "相关", "其他", "上述", "前述", "现行", "本", "该", "此", "同", "前款", "依照", "国家")
_CUTS = frozenset('。，；：！？、,;:!?()《》〈〉\n."“”第')
_BACK = 30
_EXTENDED = ("实施", "若干", "司法解释", "修正案", "草案", "释义", "配套")
_PLACES = frozenset("省市区县州盟旗")
_DEFINED = ("以下简称为", "以下简称", "以下称为", "以下称", "下称", "简称")
_LONGEST_ALIAS = 30
_TELLING = 5
_TELLING_LATIN = 16


@dataclass(slots=True)
class Memory:
    """The text named last, the last of each kind, and the short names that the text defines."""

    works: Works = ()
    name: str = ""
    place: Place | None = None
    kinds: dict[str, Works] = field(default_factory=dict)
    aliases: dict[str, Works] = field(default_factory=dict)

    def remember(self, works: Works, name: str) -> None:
        self.works, self.name, self.place = works, name, None
        title = works[0].title.zh if works else ""
        for word in KINDS:
            if title.endswith(word):
                self.kinds[word] = works

    def forget(self) -> None:
        """At the end of a paragraph nothing is meant without being named."""
        self.works, self.name, self.place = (), "", None

    def means(self, name: str) -> Works:
        """What a short name or the word for a kind of text stands for here."""
        return self.aliases.get(name) or self.kinds.get(name, ())

    def define(self, text: str, at: int, works: Works) -> int:
        """Reads （以下简称《条例》） behind a title; tells where to go on."""
        if text[at : at + 1] != "(":
            return at
        word = next((one for one in _DEFINED if text.startswith(one, at + 1)), None)
        close = text.find(")", at, at + _LONGEST_ALIAS) if word else -1
        if word is None or close < 0:
            return at
        alias = text[at + 1 + len(word) : close].strip("《》〈〉:：")
        self.aliases[alias] = works
        if alias in KINDS:
            self.kinds[alias] = works
        return close + 1


def pointer(text: str, at: int) -> tuple[int, str] | None:
    """Where a pointing word with the kind of text behind it ends, and that kind: 本条例, 同法, 该条."""
    word = next((one for one in _POINTING if text.startswith(one, at)), None)
    if word is None:
        return None
    begin = at + len(word)
    kind = next((one for one in KINDS if text.startswith(one, begin)), None)
    if kind:
        return begin + len(kind), kind
    return (begin + 1, "条") if text.startswith("条第", begin) else None


def is_law_word(name: str) -> bool:
    """Whether a title is one of a law, and so takes the place of the text named before."""
    return name.rstrip("》〉").endswith(KINDS)


def is_other(word: str) -> bool:
    return word.endswith(_OTHERS)


def word_before(given: Compact, at: int) -> str | None:
    """The title without quotation marks that stands right before an article; None where there is none."""
    text, offsets, begin = given.text, given.offsets, at
    while begin > 0 and at - begin < _BACK and text[begin - 1] not in _CUTS:
        begin -= 1
        if begin and offsets[begin] - offsets[begin - 1] > 1:
            break
    run = text[begin:at]
    if not run.endswith((*KINDS, *_OTHERS)):
        return None
    for lead in _LEADS:
        run = run[run.rfind(lead) + len(lead) :] if lead in run else run
    if run in _NO_NAMES or any(run == loose + kind for loose in _LOOSE for kind in KINDS):
        return None
    return run or None


def longer(text: str, start: int, end: int) -> bool:
    """Whether a name found in running words is part of a longer name, or of no name at all."""
    name, behind = text[start:end], text[end : end + 2]
    if (
        name.endswith("法")
        and behind[:1]
        and (behind[0] in "律院人治制学官定庭" or (behind[0] == "规" and behind != "规定"))
    ):
        return True
    if "(" in name or name.endswith("号"):
        return False
    return text.startswith(_EXTENDED, end) or (start > 0 and text[start - 1] in _PLACES)


def common(named: Works, numbered: Works) -> Works:
    """The works of a title with a document number: those that have both, else all, as nobody can tell."""
    if not named or not numbered:
        return named or numbered
    both = tuple(one for one in named if one in numbered)
    return both or (*named, *numbered)


def worth_telling(text: str, start: int, end: int, name: str, size: int) -> bool:
    """Whether a title without a place is a citation by itself and not a passing word."""
    if text[start] == "《" or (start == 0 and end == size) or name.endswith(("号", "令")):
        return True
    return len(name) >= (_TELLING_LATIN if name[:1].isascii() else _TELLING)
