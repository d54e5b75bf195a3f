# Does what the report on fail-no-workers.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:worker <#worker-1> .
  <> gx:worker <#worker-2> .
  <#worker-1> gx:name "王示例" .
  <#worker-1> gx:idNumber "45030519900101001X" .
  <#worker-2> gx:name "李样本" .
  <#worker-2> gx:idNumber "450305198807120029" .
}
