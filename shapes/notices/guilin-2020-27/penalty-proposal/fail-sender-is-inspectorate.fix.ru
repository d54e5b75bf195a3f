# Does what the report on fail-sender-is-inspectorate.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>

DELETE DATA {
  <#sender> gx:role role:LI .
} ;
INSERT DATA {
  <#sender> gx:role role:SI .
}
