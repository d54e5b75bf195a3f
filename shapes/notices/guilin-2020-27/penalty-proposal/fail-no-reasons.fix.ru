# Does what the report on fail-no-reasons.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:reasonsForPenalty "单位经责令限期缴纳，逾期仍不缴纳，依法应予处罚。" .
}
