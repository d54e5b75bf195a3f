# Does what the report on fail-two-senders.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <> gx:sender <#sender-2> .
  <#sender-2> gx:role role:SI .
  <#sender-2> gx:area area:450300 .
}
