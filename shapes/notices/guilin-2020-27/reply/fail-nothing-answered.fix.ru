# Does what the report on fail-nothing-answered.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <> gx:repliesTo <#notice> .
  <#notice> gx:documentNumber "市社保函〔2020〕15号" .
  <#notice> gx:issuedOn "2020-09-14"^^xsd:date .
  <#notice> gx:referredKind doc:non-registration-notice .
}
