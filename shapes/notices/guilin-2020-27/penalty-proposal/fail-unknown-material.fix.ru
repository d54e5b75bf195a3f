# Does what the report on fail-unknown-material.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#enclosure-2> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-3/material-60> .
}
