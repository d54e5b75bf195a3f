# Does what the report on fail-not-transferred.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>

INSERT DATA {
  <> gx:transferredTo <#agency> .
  <#agency> gx:role role:SI .
  <#agency> gx:area area:450300 .
}
