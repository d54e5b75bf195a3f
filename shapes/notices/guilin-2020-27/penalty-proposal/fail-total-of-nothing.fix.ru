# Does what the report on fail-total-of-nothing.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:totalAmount 0.00 .
} ;
INSERT DATA {
  <> gx:totalAmount 12600.30 .
}
