# Does what the report on fail-order-served-later.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <#order> gx:servedOn "2020-10-14"^^xsd:date .
} ;
INSERT DATA {
  <#order> gx:servedOn "2020-09-02"^^xsd:date .
}
