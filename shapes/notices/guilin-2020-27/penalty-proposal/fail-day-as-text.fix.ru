# Does what the report on fail-day-as-text.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:issuedOn "2024年1月15日" .
} ;
INSERT DATA {
  <> gx:issuedOn "2024-01-15"^^xsd:date .
}
