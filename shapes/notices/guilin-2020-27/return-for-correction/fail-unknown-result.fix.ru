# Does what the report on fail-unknown-result.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX result: <https://w3id.org/guanxia/id/review-result/>

DELETE DATA {
  <> gx:reviewResult result:accepted .
} ;
INSERT DATA {
  <> gx:reviewResult result:returned .
}
