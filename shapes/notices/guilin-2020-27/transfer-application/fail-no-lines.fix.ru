# Does what the report on fail-no-lines.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX insurance: <https://w3id.org/guanxia/id/insurance-kind/>

INSERT DATA {
  <> gx:amountLine <#line-1> .
  <> gx:amountLine <#line-2> .
  <#line-1> gx:month "2020-03" .
  <#line-1> gx:insurance insurance:pension .
  <#line-1> gx:amount 12000.10 .
  <#line-2> gx:month "2020-03" .
  <#line-2> gx:insurance insurance:unemployment .
  <#line-2> gx:amount 600.20 .
}
