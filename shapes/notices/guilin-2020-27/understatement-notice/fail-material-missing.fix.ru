# Does what the report on fail-material-missing.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:enclosure <#enclosure-3> .
  <#enclosure-3> gx:title "应付工资明细账" .
  <#enclosure-3> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-4/material-3> .
  <#enclosure-3> gx:copy true .
}
