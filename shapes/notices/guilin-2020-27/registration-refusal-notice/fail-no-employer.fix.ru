# Does what the report on fail-no-employer.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>

INSERT DATA {
  <> gx:employer <#employer> .
  <#employer> gx:name "桂林示例电子有限公司" .
  <#employer> gx:area area:450305 .
  <#employer> gx:creditCode "91450300MA5EXQ1R2C" .
}
