# Does what the report on fail-two-addressees.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <> gx:addressee <#addressee-2> .
  <#addressee-2> gx:role role:HRSS .
  <#addressee-2> gx:area area:450300 .
}
