# Does what the report on fail-no-copy-of-decision.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>

INSERT DATA {
  <> gx:enclosure <#enclosure-1> .
  <#enclosure-1> gx:title "行政处罚决定书" .
  <#enclosure-1> gx:enclosureKind doc:penalty-decision .
  <#enclosure-1> gx:copy true .
}
