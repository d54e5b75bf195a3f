# Does what the report on fail-line-without-insurance.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX insurance: <https://w3id.org/guanxia/id/insurance-kind/>

INSERT DATA {
  <#line-1> gx:insurance insurance:pension .
}
