# Does what the report on fail-nothing-asked.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:requestedInformation "该公司2020年1月至8月的参保登记和缴费情况" .
}
