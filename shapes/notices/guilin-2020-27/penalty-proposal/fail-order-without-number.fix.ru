# Does what the report on fail-order-without-number.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <#order> gx:documentNumber "市社保责改〔2020〕31号" .
}
