# Does what the report on fail-no-order.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <> gx:correctionOrder <#order> .
  <#order> gx:documentNumber "市社稽意〔2020〕12号" .
  <#order> gx:issuedOn "2020-09-07"^^xsd:date .
  <#order> gx:issuedBy role:SI .
  <#order> gx:servedOn "2020-09-08"^^xsd:date .
  <#order> gx:termEndsOn "2020-09-18"^^xsd:date .
}
