# Does what the report on fail-worker-amount-negative.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#worker-1> gx:amount -0.01 .
  <#worker-2> gx:amount 12600.31 .
} ;
INSERT DATA {
  <#worker-1> gx:amount 7000.15 .
  <#worker-2> gx:amount 5600.15 .
}
