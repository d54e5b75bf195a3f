"""What the query page loads, for the description of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guanxia.assets import installed, place
from guanxia.model import Text
from guanxia.web.example import Example
from guanxia.web.operation import Operation

if TYPE_CHECKING:
    from guanxia.app import Service

QUERYING: dict[str, Operation] = {
    "query_page.vocabulary": Operation(
        "sparql",
        Text("查询可用的前缀和词汇", "prefixes and terms for queries"),
        Text(
            "供编辑器补全：prefixes 为前缀，terms 为类、属性和有名称的事物及其中英文名称。",
            "For completion in editors: prefixes, and as terms the classes, properties and named things with their "
            "labels in Chinese and English.",
        ),
        revalidates=True,
    ),
    "query_page.asset": Operation(
        "pages",
        Text("查询页面的编辑器、图和图表", "editor, graph view and charts of the query page"),
        Text(
            "由 guanxia assets 取得的锁定版本的文件；没有取得时答 404，页面以文本框代替编辑器。",
            "Files of pinned versions that guanxia assets fetched; 404 where it did not, and the page has a text box.",
        ),
        "text",
        ("text/javascript", "text/css", "text/plain"),
        faults=(404,),
    ),
}


def shown(service: Service) -> Iterator[Example]:
    """The vocabulary, and a file that is there if the files were fetched."""
    yield Example("query_page.vocabulary", "all", Text("全部", "all"), "/sparql/vocabulary", 200)
    root = service.settings.assets
    file = f"/sparql/assets/{place(root).name}/yasqe.css"
    yield Example(
        "query_page.asset", "file", Text("编辑器的样式", "style of the editor"), file, 200 if installed(root) else 404
    )
    yield Example("query_page.asset", "none", Text("没有这个文件", "no such file"), "/sparql/assets/none/none.js", 404)
