# Does what the report on fail-no-claim.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:matter "职工要求补缴2018年1月至2020年6月的社会保险费。" .
}
