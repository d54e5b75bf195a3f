# Does what the report on fail-no-account.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:bankAccount <#account> .
  <#account> gx:bankName "示例银行桂林分行" .
  <#account> gx:accountName "桂林示例电子有限公司" .
  <#account> gx:accountNumber "000100200300" .
}
