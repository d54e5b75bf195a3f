"""What terms of other vocabularies are called where changes are told; ours have their labels in the graph."""

from __future__ import annotations

from guanxia.catalog.terms import expanded
from guanxia.model import Text

NAMES = {
    expanded(name): text
    for name, text in {
        "rdf:type": Text("类型", "kind"),
        "rdf:first": Text("列表中的一项", "item of a list"),
        "rdfs:label": Text("名称", "label"),
        "rdfs:comment": Text("说明", "comment"),
        "rdfs:subClassOf": Text("上位类", "broader class"),
        "owl:Class": Text("类和案件条件", "classes and conditions of cases"),
        "owl:hasValue": Text("条件中的取值", "value in a condition"),
        "owl:onProperty": Text("条件中的事实", "fact in a condition"),
        "owl:DatatypeProperty": Text("属性和事实", "properties and facts"),
        "owl:ObjectProperty": Text("关系", "relations"),
        "owl:AnnotationProperty": Text("注解属性", "annotation properties"),
        "owl:Ontology": Text("本体", "ontology"),
        "owl:versionInfo": Text("版本号", "version"),
        "skos:Concept": Text("概念", "concepts"),
        "skos:ConceptScheme": Text("词表", "vocabularies"),
        "skos:prefLabel": Text("名称", "label"),
        "skos:altLabel": Text("别名", "other label"),
        "skos:definition": Text("定义", "definition"),
        "skos:scopeNote": Text("限制和说明", "limits and notes"),
        "skos:example": Text("例", "example"),
        "skos:notation": Text("编号", "code"),
        "skos:broader": Text("上级", "broader"),
        "dcterms:source": Text("出处", "source"),
        "dcterms:spatial": Text("地域", "area"),
        "dcterms:type": Text("种类", "kind"),
        "dcterms:description": Text("说明", "description"),
        "dcterms:license": Text("许可", "license"),
        "eli:cites": Text("引用", "cites"),
        "eli:realizes": Text("所属条文", "provision worded"),
        "eli:is_part_of": Text("所属", "part of"),
        "eli:number": Text("序号", "number"),
        "eli:id_local": Text("文号", "official number"),
        "eli:date_document": Text("成文日期", "date of the document"),
        "eli:title": Text("标题", "title"),
        "sh:message": Text("提示", "message"),
        "sh:select": Text("查询", "query"),
        "sh:severity": Text("程度", "severity"),
        "sh:name": Text("名称", "name"),
        "sh:description": Text("说明", "description"),
    }.items()
}
