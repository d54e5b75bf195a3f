# Does what the report on fail-day-of-act-as-text.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:actOn "三月中旬" .
} ;
INSERT DATA {
  <> gx:actOn "2020-03-16"^^xsd:date .
}
