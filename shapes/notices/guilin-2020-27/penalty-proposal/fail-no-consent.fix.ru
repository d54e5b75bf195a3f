# Does what the report on fail-no-consent.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <> gx:consent <#consent> .
  <#consent> gx:documentNumber "市人社复〔2020〕5号" .
  <#consent> gx:grantedBy <#department> .
  <#consent> gx:grantedOn "2020-10-10"^^xsd:date .
  <#department> gx:role role:HRSS .
  <#department> gx:area area:450300 .
}
