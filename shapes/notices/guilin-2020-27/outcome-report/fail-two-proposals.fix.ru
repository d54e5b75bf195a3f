# Does what the report on fail-two-proposals.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  <> gx:concernsProposal <#proposal-2> .
  <#proposal-2> gx:documentNumber "市社保提罚〔2020〕9号" .
  <#proposal-2> gx:issuedOn "2020-10-13"^^xsd:date .
}
