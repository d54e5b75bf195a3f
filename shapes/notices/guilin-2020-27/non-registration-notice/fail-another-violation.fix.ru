# Does what the report on fail-another-violation.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX g27: <https://w3id.org/guanxia/id/notice/guilin-2020-27/>

DELETE DATA {
  <> gx:concernsViolation g27:SI-6 .
}
