# Does what the report on fail-two-provisions-in-one.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#basis-2> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-60-1> .
}
