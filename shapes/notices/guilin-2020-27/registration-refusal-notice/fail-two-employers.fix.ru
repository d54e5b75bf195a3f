# Does what the report on fail-two-employers.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <> gx:employer <#other> .
  <#other> gx:name "桂林样本食品有限公司" .
  <#other> gx:area area:450305 .
  <#other> gx:creditCode "91450305MA5PQL7T91" .
  <#other> gx:registeredAddress "桂林市秀峰区样本路3号" .
  <#other> gx:legalRepresentative "赵样例" .
  <#other> gx:contact "0773-0000002" .
}
