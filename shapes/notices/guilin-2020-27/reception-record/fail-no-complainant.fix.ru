# Does what the report on fail-no-complainant.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:complainant <#complainant> .
  <#complainant> gx:name "王示例" .
  <#complainant> gx:contact "13800000000" .
}
