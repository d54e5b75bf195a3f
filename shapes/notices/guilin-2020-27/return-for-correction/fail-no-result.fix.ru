# Does what the report on fail-no-result.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX result: <https://w3id.org/guanxia/id/review-result/>

INSERT DATA {
  <> gx:reviewResult result:returned .
}
