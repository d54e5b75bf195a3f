# Does what the report on fail-workers-do-not-add-up.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#worker-2> gx:amount 5600.16 .
} ;
INSERT DATA {
  <#worker-2> gx:amount 5600.15 .
}
