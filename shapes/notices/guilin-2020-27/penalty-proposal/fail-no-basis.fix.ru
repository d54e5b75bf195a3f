# Does what the report on fail-no-basis.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:citedBasis <#basis-1> .
  <> gx:citedBasis <#basis-2> .
  <#basis-1> gx:citationText "《社会保险法》第八十六条" .
  <#basis-2> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-63-1> .
}
