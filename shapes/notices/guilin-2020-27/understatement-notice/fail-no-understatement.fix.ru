# Does what the report on fail-no-understatement.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:understatement "经稽核，该公司2019年度少报职工15人，少报缴费基数。" .
}
