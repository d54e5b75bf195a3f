# Does what the report on fail-no-addressee.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>

INSERT DATA {
  <> gx:addressee <#addressee> .
  <#addressee> gx:role role:HRSS .
  <#addressee> gx:area area:450300 .
}
