# Does what the report on fail-citation-not-told.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:citedBasis <#basis-3> .
  <#basis-3> gx:citationText "《社会保险法》第九十五条" .
}
