# Does what the report on fail-no-proposal.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <> gx:concernsProposal <#proposal> .
  <#proposal> gx:documentNumber "市社保提罚〔2020〕8号" .
  <#proposal> gx:issuedOn "2020-10-12"^^xsd:date .
  <#proposal> gx:referredKind doc:penalty-proposal .
}
