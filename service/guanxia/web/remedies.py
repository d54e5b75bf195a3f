"""What each kind of problem means and what to do about it."""

from __future__ import annotations

from guanxia.model import Text

REMEDIES: dict[str, Text] = {
    "malformed-json": Text(
        "请求体不能作为 JSON 读取。请按提示的行列检查引号、逗号和括号；NaN、无穷大和过长的数字不能使用。",
        "The body could not be read as JSON. Check quotes, commas and brackets at the line and column named; "
        "NaN, infinities and overlong numbers are not taken.",
    ),
    "not-an-object": Text(
        '请求体应当是一个 JSON 对象，例如 {"facts": {}}，不能是数组、文本或者数字。',
        'The body must be one JSON object such as {"facts": {}}, not an array, a text or a number.',
    ),
    "duplicate-key": Text(
        "同一个键或者参数写了两次，无法判断以哪一个为准。请只写一次。",
        "A key or parameter is given twice, so it is not clear which one counts. Give it once.",
    ),
    "malformed-query": Text(
        "查询不合 SPARQL 1.1 的语法，或者网址中的查询参数无法读取。请按提示的行列改正。",
        "The query breaks the syntax of SPARQL 1.1, or the parameters of the address cannot be read. Correct it at the "
        "line and column named.",
    ),
    "service-not-offered": Text(
        "本端点不向其他服务转发查询（SERVICE）。请分别查询，再在自己的程序里合并结果；也可以下载全部数据。",
        "This endpoint asks no other service (SERVICE). Ask each of them yourself and join the results, or download "
        "the dump.",
    ),
    "update-not-offered": Text(
        "公布的图只读，不接受 INSERT、DELETE、LOAD 等更新。请用 SELECT、ASK、CONSTRUCT 或者 DESCRIBE。",
        "The published graph is read-only: INSERT, DELETE, LOAD and other updates are not taken. Use SELECT, ASK, "
        "CONSTRUCT or DESCRIBE.",
    ),
    "too-complex": Text(
        "查询超过说明中所列的数量上限。请分成几个较小的查询，或者下载全部数据后在本地查询。",
        "The query is over the limit that the message names. Ask several smaller queries, or download the dump and "
        "query it at home.",
    ),
    "result-too-large": Text(
        "结果超过行数或者字节数的上限。为免误作完整结果，一行也不给出。请加条件，或者用 ORDER BY、LIMIT、OFFSET 分页，"
        "或者下载全部数据。",
        "The result is over the limit of rows or bytes. None of it is given, lest a part be taken for the whole. Add "
        "conditions, page through it with ORDER BY, LIMIT and OFFSET, or download the dump.",
    ),
    "not-serializable": Text(
        "结果含有所要格式不能写出的字符。请改用 JSON 格式。",
        "The result holds characters that this format cannot write. Ask for JSON instead.",
    ),
    "malformed-form": Text(
        "表单的数据不完整，或者不合 multipart/form-data 的格式。请重新提交。",
        "The data of the form is incomplete or not valid multipart/form-data. Send it again.",
    ),
    "encoding": Text(
        "文本不是 UTF-8 编码。请另存为 UTF-8 后再发送。", "The text is not UTF-8. Save it as UTF-8 and send it again."
    ),
    "banned": Text(
        "该地址在得到 429 之后没有等待，多次继续查询，因此暂停查询一段时间，时长见响应头 Retry-After。"
        "请修正程序，使它遵守 Retry-After；需要提前恢复的，请联系维护者。",
        "This address went on querying many times instead of waiting after 429, so its queries are not taken for the "
        "time that the header Retry-After tells. Make the program heed Retry-After; ask the maintainers to be let in "
        "before.",
    ),
    "not-found": Text(
        "没有这个地址。请从首页或者接口说明找起。",
        "There is no such address. Start from the first page or the interface.",
    ),
    "method-not-allowed": Text(
        "该地址不支持所用的 HTTP 方法，可用的方法见响应头 Allow。",
        "The address does not take this HTTP method; the Allow header lists those that it takes.",
    ),
    "not-acceptable": Text(
        "请求头 Accept 所要的格式都不提供。请放宽 Accept。",
        "None of the formats in Accept is offered. Widen the Accept header.",
    ),
    "timeout": Text("请求没有在时限内收完。请重新发送。", "The request did not arrive in time. Send it again."),
    "too-large": Text(
        "请求体或者其中一行超过上限，上限见说明文字。请分开发送。",
        "The body or a line of it is over the limit that the message names. Send it in parts.",
    ),
    "unsupported-media-type": Text(
        "请把 Content-Type 写为该地址所接受的媒体类型；提问写 application/json，成批写 application/x-ndjson。",
        "Send a Content-Type that the address takes, as the message tells: application/json for a question, "
        "application/x-ndjson for a batch.",
    ),
    "range-not-satisfiable": Text(
        "Range 所要的一段超出了文件的长度，Content-Range 写明了长度。请改正范围，或者不写 Range 取整个文件。",
        "The range lies beyond the end of the file, whose length Content-Range tells. Correct the range, or leave it "
        "out for the whole file.",
    ),
    "invalid-question": Text(
        "问题中有几处不同的错误，errors 逐项列出位置、原因和相近的正确名称。请改正后重新提问。",
        "The question has several kinds of fault; errors lists place, reason and nearest valid names of each. "
        "Correct them and ask again.",
    ),
    "contradiction": Text(
        "所述事实依法不能同时成立，或者与所述违法行为相抵触。说明中写明是哪两项。请核对证据，去掉其中一项，不明的留作不明。",
        "What is stated cannot hold together, or goes against the stated violation; the message names both sides. "
        "Check the evidence, take one away, and leave unknown what is not known.",
    ),
    "too-many-facts": Text(
        "事实的数量超过上限。请只写案件的事实。",
        "There are more facts than the limit. State only the facts of the case.",
    ),
    "unknown-fact": Text(
        "没有这个名称的事实。请用所列的相近名称，或者在接口说明中查找事实一览。",
        "No fact has this name. Use one of the nearest names, or look up the table of facts in the interface.",
    ),
    "wrong-value": Text(
        "取值不在允许的范围内。是非题写 true 或者 false，选择题写所列的值；不明的不写。",
        "The value is not one that the fact can have. Yes-or-no facts take true or false, choices one of the values "
        "listed; leave out what is unknown.",
    ),
    "unknown-area": Text(
        "没有这个区划代码，或者该地没有通知。区划代码为 GB/T 2260 的六位数字。",
        "There is no such area code, or no notice there. Areas are six-digit codes of GB/T 2260.",
    ),
    "unknown-violation": Text(
        "通知没有列出这类违法行为。请用所列的编号，或者只写事实、不写违法行为。",
        "The notice lists no such kind of violation. Use one of the numbers listed, or state facts alone.",
    ),
    "unknown-notice": Text(
        "图中没有这个通知。请用所列的名称。", "The graph has no such notice. Use one of the names listed."
    ),
    "notice-needed": Text(
        "图中有多个地方的通知，请说明地区（area）或者通知（notice）。",
        "The graph holds notices of several places; state area or notice.",
    ),
    "impossible-date": Text(
        "日期应当存在，并写成 2020-09-01 的形式。", "A date must exist and be written as in 2020-09-01."
    ),
    "wrong-amount": Text(
        "金额以元为单位，写成非负数的文本，至多两位小数，例如 52000.00。",
        "Amounts are in yuan, as non-negative text with at most two decimals, such as 52000.00.",
    ),
    "unknown-key": Text(
        "没有这个参数。可用的参数见接口说明。", "There is no such parameter; the interface lists those that there are."
    ),
    "malformed-rdf": Text(
        "内容不合所标格式（Turtle、N-Triples、RDF/XML、JSON-LD）的语法。请按提示的行列改正，或者从文书模板重新填写。",
        "The content breaks the syntax of the format it is labeled with. Correct it at the line and column named, or "
        "start again from a skeleton.",
    ),
    "type-mismatch": Text(
        "内容与 Content-Type 或者文件扩展名不符，服务不猜测格式。请改正标注，或者提交相符的内容。",
        "The content is not what Content-Type or the file extension says, and formats are never guessed. Correct the "
        "label, or send content that fits it.",
    ),
    "too-deep": Text(
        "括号、元素或者对象嵌套过深。材料和查询都用不着这么多层，请改写得更平。",
        "Brackets, elements or objects are nested too deep. No package and no query needs so many levels; write it "
        "flatter.",
    ),
    "doctype-not-allowed": Text(
        "RDF/XML 中不得有 DOCTYPE 和实体声明。请删去，把实体换成它代表的文字。",
        "RDF/XML may hold no DOCTYPE and no entity declarations. Delete them and write the text itself.",
    ),
    "instruction-not-allowed": Text(
        "除第一行的 XML 声明外，不得有处理指令（例如 xml-stylesheet）。请删去。",
        "Apart from the XML declaration in line one there may be no processing instruction (such as xml-stylesheet). "
        "Delete it.",
    ),
    "syntax-not-offered": Text(
        "材料使用 RDF 1.1，查询使用 SPARQL 1.1。请不要使用三元组项、注解、文字方向和引擎自己的扩展。",
        "Packages use RDF 1.1, queries SPARQL 1.1. Do without triple terms, annotations, text direction and what "
        "engines add to the standard.",
    ),
    "context-not-allowed": Text(
        "只接受公布的上下文，网址须逐字相同，写在顶层；服务不读取任何其他地址。也可以不写，用 application/json 提交。",
        "Only the published context is taken, by its exact address and at the top; no other address is ever read. "
        "Or leave it out and send application/json.",
    ),
    "named-graph": Text(
        "一份材料就是一个图。请去掉命名图，把内容直接写在顶层。",
        "A package is one graph. Remove named graphs and write the content at the top.",
    ),
    "empty": Text("材料中没有任何陈述。请填写后再提交。", "The package states nothing. Fill it in and send it again."),
    "no-referral": Text(
        "材料中没有写明是哪一种文书。请用 type（rdf:type）写明，可用的种类见提示。",
        "The package does not say which kind of document it is. State it by type (rdf:type); "
        "the message lists the kinds.",
    ),
    "several-referrals": Text(
        "一份材料只写一份文书。请分开提交，或者用批量接口。",
        "A package is one document. Send them one by one, or as a batch.",
    ),
    "unknown-type": Text(
        "没有这种类型。请用所列的相近名称，或者查看公布的上下文。",
        "There is no such type. Use one of the nearest names, or look at the published context.",
    ),
    "foreign-subject": Text(
        "材料只能描述自己的内容，不能描述公布的法律、机构和词汇，也不能描述别处的事物。"
        "请用空白节点、urn:uuid 或者材料自己的地址。",
        "A package may describe its own content only, never the published law, agencies and terms, nor things "
        "elsewhere. Use blank nodes, urn:uuid or addresses of the package itself.",
    ),
    "outside-base": Text(
        "相对地址以及声明的基地址不得超出 https://w3id.org/guanxia/package/。请改写成完整的网址。",
        "Relative addresses and a declared base stay within https://w3id.org/guanxia/package/. Write whole addresses.",
    ),
    "rules-not-allowed": Text(
        "材料不得带来规则（SHACL、OWL、函数），也不得引入其他文件。请删去提示所指的内容；审查规则由公布的图决定。",
        "A package may bring no rules (SHACL, OWL, functions) and no other files. Delete what the message names; the "
        "rules are those of the published graph.",
    ),
    "unsafe-iri": Text(
        "网址中不得有看不见的字符和改变文字方向的字符，也不得过长。请重新输入该网址。",
        "IRIs may hold no invisible characters and none that change the direction of text, and must not be overlong. "
        "Type the IRI anew.",
    ),
    "datatype-not-allowed": Text(
        "只接受文本、日期、年月、是非、整数和十进制数等数据类型，见说明。",
        "Only text, dates, months, booleans, integers and decimals are taken; see the message.",
    ),
    "unreadable-file": Text(
        "文件打不开，或者看不出是哪一种格式。请核对文件及其扩展名（.ttl、.nt、.rdf、.jsonld、.json）。",
        "The file cannot be opened, or its format cannot be told. Check it and its extension (.ttl, .nt, .rdf, "
        ".jsonld, .json).",
    ),
    "too-many-requests": Text(
        "每个地址每分钟的查询用时和错误数有上限，同时只能运行少量查询；各项上限见端点的服务描述。"
        "请在响应头 Retry-After 所写的秒数之后重试，一次发送一个查询；大量使用的，请下载数据自行查询。",
        "Each address has a share of time and errors in a minute, and few queries at once; the service description of "
        "the endpoint tells how much. Try again after the seconds of the header Retry-After, one query at a time; for "
        "heavy use, download the data and query them yourself.",
    ),
    "time-limit": Text(
        "审查或者查询在时限内没有完成，没有得出结论：材料没有被接受，也没有被认定有误；查询没有给出部分结果。"
        "请把内容分成几份材料，或者给查询加上条件。",
        "The examination or the query was not done in time, so there is no conclusion: the package is neither complete "
        "nor at fault, and no part of a result is given. Divide the content into several packages, or narrow the "
        "query.",
    ),
    "memory-limit": Text(
        "审查或者查询所需内存超过上限，没有得出结论。请把内容分成几份材料，或者给查询加上条件。",
        "The examination or the query needed more memory than its limit, so there is no conclusion. Divide the content "
        "into several packages, or narrow the query.",
    ),
    "query-crashed": Text(
        "查询中途中断，没有得出结果，服务不受影响。请改写得更简单后重试。",
        "The query broke off without a result; the service is not affected. Write it more simply and try again.",
    ),
    "not-examinable": Text(
        "审查中途中断，没有得出结论。请重新提交一次；仍然如此的，把内容分成几份材料，或者从文书模板重新填写。",
        "The examination broke off, so there is no conclusion. Send the package once more; if that does not help, "
        "divide it, or start again from a skeleton.",
    ),
    "busy": Text(
        "正在处理其他材料或者查询。请在响应头 Retry-After 所写的秒数之后重新提交。",
        "Other packages or queries are being worked on. Send it again after the seconds that the header Retry-After "
        "tells.",
    ),
    "internal": Text(
        "服务发生了意外错误，已记入日志；问题本身未必有误。请稍后再试。",
        "The service met an unexpected fault, which is logged; the question need not be wrong. Try again later.",
    ),
    "engine-unavailable": Text(
        "服务的法律图存放在另一台查询引擎中，该引擎目前无法访问，或者其中没有可用的版本。服务会自动恢复，请在响应头 "
        "Retry-After 所写的秒数之后重试。",
        "The law is held by a query engine that cannot be reached now, or that holds no release for this service. The "
        "service recovers by itself; try again after the seconds that the header Retry-After tells.",
    ),
    "engine-slow": Text(
        "存放法律图的查询引擎没有在时限内答复，没有得出结果。请稍后重试。",
        "The query engine that holds the law has not answered in time, so there is no result. Try again later.",
    ),
    "unavailable": Text("服务暂时不能作答。请稍后再试。", "The service cannot answer for the moment. Try again later."),
}
