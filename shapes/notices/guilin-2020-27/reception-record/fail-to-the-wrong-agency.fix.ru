# Does what the report on fail-to-the-wrong-agency.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>

DELETE DATA {
  <#agency> gx:role role:LI .
} ;
INSERT DATA {
  <#agency> gx:role role:SI .
}
