# Does what the report on fail-material-missing.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:enclosure <#enclosure-4> .
  <#enclosure-4> gx:title "欠费明细查询结果" .
  <#enclosure-4> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-3/material-4> .
  <#enclosure-4> gx:copy true .
}
