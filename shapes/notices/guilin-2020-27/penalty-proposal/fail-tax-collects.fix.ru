# Does what the report on fail-tax-collects.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:issuedOn "2020-11-02"^^xsd:date .
} ;
INSERT DATA {
  <> gx:issuedOn "2020-10-12"^^xsd:date .
}
