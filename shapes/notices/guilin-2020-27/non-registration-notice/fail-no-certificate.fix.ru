# Does what the report on fail-no-certificate.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <> gx:enclosure <#enclosure-1> .
  <#enclosure-1> gx:title "未办理社会保险登记的证明" .
  <#enclosure-1> gx:issuedOn "2020-09-11"^^xsd:date .
  <#enclosure-1> gx:issuedBy role:SI .
  <#enclosure-1> gx:enclosureKind doc:certificate-of-non-registration .
  <#enclosure-1> gx:copy true .
}
