# Does what the report on fail-other-basis.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#basis-1> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-86> .
} ;
INSERT DATA {
  <#basis-1> gx:citationText "《社会保险法》第六十三条第二款" .
}
