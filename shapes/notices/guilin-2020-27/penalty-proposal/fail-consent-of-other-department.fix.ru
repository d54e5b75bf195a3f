# Does what the report on fail-consent-of-other-department.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <#department> gx:area area:450305 .
} ;
INSERT DATA {
  <#department> gx:area area:450300 .
}
