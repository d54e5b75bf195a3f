# Does what the report on fail-medical-line.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX insurance: <https://w3id.org/guanxia/id/insurance-kind/>

DELETE DATA {
  <> gx:amountLine <#line-2> ; gx:totalAmount 12600.30 .
  <#line-2> gx:month "2020-03" ; gx:insurance insurance:medical ; gx:amount 600.20 .
} ;
INSERT DATA {
  <> gx:totalAmount 12000.10 .
}
