# Does what the report on fail-empty-basis.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <#basis-3> gx:provision <https://w3id.org/guanxia/id/statute/social-insurance-law/art-60-1> .
}
