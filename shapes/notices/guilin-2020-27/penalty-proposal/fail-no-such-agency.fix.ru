# Does what the report on fail-no-such-agency.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <#addressee> gx:area area:450000 .
  <#sender> gx:area area:450000 .
} ;
INSERT DATA {
  <#addressee> gx:area area:450300 .
  <#sender> gx:area area:450300 .
}
