# Does what the report on fail-two-answered.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:repliesTo <#notice-2> .
  <#notice-2> gx:documentNumber "市社保函〔2020〕17号" .
  <#notice-2> gx:issuedOn "2020-09-15"^^xsd:date .
  <#notice-2> gx:referredKind doc:non-registration-notice .
}
