# Does what the report on fail-no-copy-of-the-order.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>

INSERT DATA {
  <#enclosure-5> gx:enclosureKind doc:correction-order .
}
