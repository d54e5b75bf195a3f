# Does what the report on fail-limitation-passed.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:actEndedOn "2018-10-11"^^xsd:date .
} ;
INSERT DATA {
  <> gx:actEndedOn "2020-09-30"^^xsd:date .
}
