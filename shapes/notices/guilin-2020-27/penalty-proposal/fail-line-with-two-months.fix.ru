# Does what the report on fail-line-with-two-months.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#line-1> gx:month "2020-04" .
}
