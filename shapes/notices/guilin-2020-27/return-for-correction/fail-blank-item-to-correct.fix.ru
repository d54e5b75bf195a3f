# Does what the report on fail-blank-item-to-correct.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:itemToCorrect "  " .
} ;
INSERT DATA {
  <> gx:itemToCorrect "未附限期补缴通知的送达回证，请补送复印件。" .
}
