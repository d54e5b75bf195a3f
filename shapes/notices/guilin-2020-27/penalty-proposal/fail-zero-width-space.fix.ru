# Does what the report on fail-zero-width-space.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#employer> gx:name "桂林\u200B示例电子有限公司" .
} ;
INSERT DATA {
  <#employer> gx:name "桂林示例电子有限公司" .
}
