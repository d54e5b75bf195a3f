# Does what the report on fail-no-matter.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:matter "反映所在公司2020年3月起未足额缴纳社会保险费。" .
}
