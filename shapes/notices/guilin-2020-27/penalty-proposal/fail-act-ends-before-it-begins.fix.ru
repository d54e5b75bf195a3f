# Does what the report on fail-act-ends-before-it-begins.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:actOn "2020-10-08"^^xsd:date .
} ;
INSERT DATA {
  <> gx:actOn "2020-03-16"^^xsd:date .
}
