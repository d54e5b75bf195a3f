# Does what the report on fail-employer-elsewhere.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <#employer> gx:area area:450321 .
} ;
INSERT DATA {
  <#employer> gx:area area:450302 .
}
