# Does what the report on fail-unknown-part.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:missingPart <https://w3id.org/guanxia/id/document-kind/penalty-proposal/annex> .
} ;
INSERT DATA {
  <> gx:missingPart <https://w3id.org/guanxia/id/document-kind/penalty-proposal/enclosures> .
}
