# Does what the report on fail-line-amount-as-text.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <#line-2> gx:amount "600.20"^^xsd:string .
} ;
INSERT DATA {
  <#line-2> gx:amount 600.20 .
}
