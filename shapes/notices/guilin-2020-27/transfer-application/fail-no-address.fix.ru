# Does what the report on fail-no-address.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <#employer> gx:registeredAddress "桂林市七星区示例路1号" .
}
