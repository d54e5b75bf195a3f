# Does what the report on fail-no-audit-file.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:enclosure <#enclosure-1> .
  <#enclosure-1> gx:title "稽核案卷材料" .
  <#enclosure-1> gx:material <https://w3id.org/guanxia/id/document-kind/understatement-notice/audit-file> .
  <#enclosure-1> gx:copy true .
}
