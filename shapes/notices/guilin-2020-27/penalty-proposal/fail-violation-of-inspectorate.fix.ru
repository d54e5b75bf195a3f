# Does what the report on fail-violation-of-inspectorate.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX g27: <https://w3id.org/guanxia/id/notice/guilin-2020-27/>

DELETE DATA {
  <> gx:concernsViolation g27:LI-1 .
  <> gx:citedBasis <#basis-3> .
  <#basis-3> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-84> .
} ;
INSERT DATA {
  <> gx:concernsViolation g27:SI-3 .
  <> gx:citedBasis <#basis-1> .
  <> gx:citedBasis <#basis-2> .
  <#basis-1> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-86> .
  <#basis-1> gx:citationText "《社会保险法》第八十六条" .
  <#basis-2> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-63-1> .
}
