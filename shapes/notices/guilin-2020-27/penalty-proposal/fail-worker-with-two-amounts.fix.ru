# Does what the report on fail-worker-with-two-amounts.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#worker-1> gx:amount 3000.10 .
  <#worker-1> gx:amount 4000.05 .
} ;
INSERT DATA {
  <#worker-1> gx:amount 7000.15 .
}
