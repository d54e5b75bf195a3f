"""The exports: which standard each speaks, of which queries it is made, and what it leaves unsaid and why."""

from __future__ import annotations

from dataclasses import dataclass

from guanxia.model import Text

SEARCH = "schema-org"


@dataclass(frozen=True, slots=True)
class Export:
    """``queries`` are files of the query folder; ``checked`` tells by what the export is held.

    ``unsaid`` lists what the standard has a place for and the graph cannot truthfully fill, with the reason.
    """

    name: str
    title: Text
    describes: Text
    standard: str
    version: str
    standard_url: str
    queries: tuple[str, ...]
    checked: Text
    unsaid: tuple[Text, ...] = ()


_TERMS = Text(
    "所用术语均存在于该标准自己的文件中；与其词汇一并按 OWL 2 RL 推理，没有一物二性",
    "every term exists in the standard's own file; closed under OWL 2 RL with its vocabulary, nothing becomes two "
    "things at once",
)
EXPORTS = (
    Export(
        "services",
        Text("公共服务与要求", "Public services and requirements"),
        Text(
            "每一类违法行为由哪个已知机构办理，依据什么，须查明哪些事实，文书应当载明什么、随附什么",
            "which known office handles each kind of violation and on what basis; what must be known, what a document "
            "must contain and enclose",
        ),
        "CPSV-AP 3.2.0 + CCCEV",
        "2.1.0",
        "https://semiceu.github.io/CPSV-AP/releases/3.2.0/",
        (
            "cpsv_services",
            "cpsv_notes",
            "cpsv_laws",
            "cpsv_inputs",
            "cpsv_authorities",
            "cccev_kinds",
            "cccev_documents",
            "cccev_enclosures",
            "cccev_materials",
        ),
        Text(
            "CPSV-AP 3.2.0 与 CCCEV-AP 2.1.0 自己的 SHACL 形状：0 项不符；" + _TERMS.zh,
            "the SHACL shapes of CPSV-AP 3.2.0 and CCCEV-AP 2.1.0 themselves: 0 violations; " + _TERMS.en,
        ),
        (
            Text(
                "没有写明承担机构的岗位不作为公共服务（标准要求主管机构）；其种类只作为要求列出。",
                "A post whose holder is not known is no public service, since the standard demands a competent "
                "authority; its kind is told as a requirement alone.",
            ),
            Text(
                "cv:processingTime：它是服务的估计时长，不是法定期限；“及时”更没有数字。",
                "cv:processingTime: it is the estimated duration of a service and no legal term; “promptly” has no "
                "number at all.",
            ),
            Text(
                "cpsv:Rule：标准所称规则是文件；本图的规范是陈述。",
                "cpsv:Rule: a rule of the standard is a document; a norm of this graph is a statement.",
            ),
            Text(
                "cv:contactPoint、cv:hasChannel、dcterms:language：没有来源。",
                "cv:contactPoint, cv:hasChannel, dcterms:language: no source was read.",
            ),
            Text(
                "要求的 dcterms:description 与 skos:prefLabel：CCCEV 的形状只接受不带语言的文字，名称因此以中英文写在 "
                "dcterms:title（CPSV-AP）或者 rdfs:label。",
                "dcterms:description and skos:prefLabel of a requirement: the shapes of CCCEV take text without a "
                "language only, so names stand in dcterms:title (CPSV-AP) or rdfs:label, in Chinese and English.",
            ),
        ),
    ),
    Export(
        "legislation",
        Text("通知与法律法规的元数据", "Metadata of notices and statutes"),
        Text(
            "通知、条款、法律法规、法条及其历次文本：文号、日期、位阶、所属、起止日",
            "notices, clauses, statutes, provisions and their wordings: numbers, days, ranks, places in the whole, "
            "days in force",
        ),
        "ELI",
        "1.2",
        "http://data.europa.eu/eli/ontology",
        ("eli_notices", "eli_clauses", "eli_statutes", "eli_provisions"),
        _TERMS,
        (
            Text(
                "eli:jurisdiction：ELI 的行政区域是欧盟概念表中的概念；此处用 dcterms:spatial。",
                "eli:jurisdiction: an administrative area of ELI is a concept of European lists; dcterms:spatial is "
                "used.",
            ),
            Text(
                "eli:in_force：随日而变，而本图不写查询之日；起止日写在每一文本上。",
                "eli:in_force: it changes with the day of the question; the days stand on each wording.",
            ),
            Text(
                "法律法规的 eli:passed_by、eli:amends、eli:repeals：制定机关以及修改、废止它们的文件不在图中，"
                "只以文字说明。",
                "eli:passed_by, eli:amends, eli:repeals of statutes: their issuers and the texts that amend or repeal "
                "them are not in the graph; they are told in words.",
            ),
            Text(
                "eli:is_annex_of：1.2 没有这一术语；附件用 eli:is_part_of，并标明文本不可得。",
                "eli:is_annex_of: version 1.2 has no such term; annexes use eli:is_part_of and say that their text is "
                "not available.",
            ),
            Text(
                "法条文字：ELI 没有放文字的术语，本图也不收法条原文；条款原文见 provenance。",
                "words of the law: ELI has no term for text and the graph holds no words of statutes; the words of "
                "clauses are in provenance.",
            ),
        ),
    ),
    Export(
        "organizations",
        Text("机构、岗位与角色", "Organizations, posts and roles"),
        Text(
            "各地各职能的岗位由哪个机构承担，没有写明的写明原因",
            "which office holds each post by role and area, or why nobody is named",
        ),
        "ORG",
        "2014-01-16",
        "https://www.w3.org/TR/2014/REC-vocab-org-20140116/",
        ("org_posts", "org_offices"),
        _TERMS,
        (
            Text(
                "org:FormalOrganization、org:unitOf、org:postIn：法人资格与隶属没有来源。",
                "org:FormalOrganization, org:unitOf, org:postIn: no source was read on legal personality and "
                "subordination.",
            ),
        ),
    ),
    Export(
        "concepts",
        Text("概念表", "Concept schemes"),
        Text(
            "违法行为种类、文书种类、机构角色、行政区划、可信度、位阶等概念表",
            "schemes of kinds of violation, document kinds, agency roles, areas, confidence, ranks and other scales",
        ),
        "SKOS",
        "2009-08-18",
        "https://www.w3.org/TR/2009/REC-skos-reference-20090818/",
        ("skos_schemes", "skos_concepts", "skos_tops"),
        Text(
            "SKOS 的完整性条件：每概念每语言一个首选名，上下位互逆且无环；" + _TERMS.zh,
            "the integrity conditions of SKOS: one preferred label a language, broader and narrower mirror each other "
            "without circles; " + _TERMS.en,
        ),
    ),
    Export(
        "provenance",
        Text("出处", "Provenance"),
        Text(
            "条款原文引自何处及其校验值；重建陈述从哪一法条推出、代替哪一附件",
            "where the words of clauses are quoted from, with their checksums; from which provision a reconstructed "
            "statement is derived and which annex it stands in place of",
        ),
        "PROV-O",
        "2013-04-30",
        "https://www.w3.org/TR/2013/REC-prov-o-20130430/",
        ("prov_records",),
        _TERMS,
        (
            Text(
                "重建陈述不写 prov:wasQuotedFrom，也不以无人见过的附件为 prov:hadPrimarySource。",
                "A reconstructed statement has no prov:wasQuotedFrom, and never an annex that nobody has seen as its "
                "prov:hadPrimarySource.",
            ),
        ),
    ),
    Export(
        "annotations",
        Text("提示与理解", "Cautions and readings"),
        Text(
            "谨慎的法律工作者会补充的提示，以及对疑义的理解及其另一种理解，作为对条款的批注",
            "what a careful lawyer adds, and readings of doubtful points with their alternatives, as annotations of "
            "clauses",
        ),
        "Web Annotation",
        "2017-02-23",
        "https://www.w3.org/TR/2017/REC-annotation-vocab-20170223/",
        ("oa_annotations",),
        _TERMS,
        (
            Text(
                "eli:corrected_by：提示不改动文本；涉及不到某一条款的提示，以通知为对象。",
                "eli:corrected_by: a caution changes no text; one that is about no clause has the notice as target.",
            ),
        ),
    ),
    Export(
        SEARCH,
        Text("网页搜索", "Web search"),
        Text(
            "搜索引擎所读的描述，也嵌在每一页中：法律文件、服务、机构、词条、数据集",
            "what search engines read, embedded in each page too: legislation, services, organizations, terms, the "
            "data set",
        ),
        "schema.org",
        "",
        "https://schema.org/",
        (
            "schema_laws",
            "schema_notices",
            "schema_clauses",
            "schema_provisions",
            "schema_places",
            "schema_services",
            "schema_terms",
            "schema_statements",
            "schema_dataset",
        ),
        Text("所用术语均存在于 schema.org", "every term exists in schema.org"),
        (
            Text(
                "schema:legislationLegalValue：只写于本图所存通知副本，值为“非官方”。",
                "schema:legislationLegalValue: on our copy of a notice alone, and unofficial.",
            ),
        ),
    ),
)
