# Does what the report on fail-no-facts.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:basicFacts "该公司申报2020年3月社会保险费后未按时足额缴纳。" .
}
