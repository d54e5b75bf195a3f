"""A parser's complaint in both languages, with its place and what to do."""

from __future__ import annotations

import re

from guanxia.problems import shown
from guanxia.referrals.refusals import Refused

_SYNTAX = {
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF/XML",
    "application/ld+json": "JSON-LD",
    "application/json": "JSON",
}
# Words of the parser, and what they mean for the writer; the first group is the thing at fault.
_COMPLAINTS = (
    (r"prefix (\S*?):? has not been declared|unknown prefix (\S+)", "前缀“{}”没有声明，请在开头加上 @prefix。",
     "The prefix '{}' is not declared; add an @prefix line at the top."),
    (r"[Ii]nvalid IRI '?(.*?)'?(?: |$)|relative IRI", "网址“{}”不合规则，请写完整、不含空格的网址。",
     "The IRI '{}' is not valid; write a whole IRI without spaces."),
    (r"language tag '?(\S*?)'?(?: |$)", "语言标记“{}”不合规则，请写 zh 或者 en。",
     "The language tag '{}' is not valid; write zh or en."),
    (r"[Uu]nexpected end|end of file|EOF()", "内容没有写完{}，请补上结尾的句点、引号或者括号。",
     "The content ends too early{}; add the final dot, quote or bracket."),
    (r"escape (?:sequence )?'?(\\.)?", "转义“{}”不能使用，请直接写出该字；反斜杠写成 \\\\。",
     "The escape '{}' is not valid; write the character itself, and \\\\ for a backslash."),
)  # fmt: skip
_GENERAL = {
    "RDF/XML": ("请检查标记是否成对、属性是否有引号、命名空间是否声明。",
                "Check that tags come in pairs, attributes have quotes and namespaces are declared."),
    "JSON-LD": ("请检查值的写法：文本、对象或者它们的数组。",
                "Check how values are written: texts, objects, or arrays of them."),
    "JSON": ("请检查值的写法：文本、对象或者它们的数组。",
             "Check how values are written: texts, objects, or arrays of them."),
}  # fmt: skip
_TURTLE = (
    "请检查句末的句点、分号、引号和前缀。",
    "Check the dot at the end of each statement, semicolons, quotes and prefixes.",
)


def syntax_refusal(error: SyntaxError, media_type: str) -> Refused:
    """The refusal that tells a SyntaxError of the parser."""
    syntax, said = _SYNTAX[media_type], re.sub(r"^Parser error (?:at|between) .*?: ", "", str(error.msg))
    zh, en = _words(said) or _GENERAL.get(syntax, _TURTLE)
    # The text of plain JSON is written anew before it is parsed: its lines mean nothing to the sender.
    line, column = (None, None) if syntax.startswith("JSON") else (error.lineno, error.offset)
    if not line:
        return Refused("malformed-rdf", f"内容不是合格的 {syntax}。{zh}", f"The content is not valid {syntax}. {en}")
    at = f"{line}:{column or 1}"
    return Refused(
        "malformed-rdf",
        f"第 {line} 行第 {column or 1} 列附近不是合格的 {syntax}。{zh}",
        f"Near line {line}, column {column or 1} this is not valid {syntax}. {en}",
        at,
    )


def _words(said: str) -> tuple[str, str] | None:
    for pattern, zh, en in _COMPLAINTS:
        if found := re.search(pattern, said[:500]):
            thing = shown(next((group for group in found.groups() if group), ""))
            return zh.format(thing), en.format(thing)
    return None
