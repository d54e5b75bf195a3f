# Does what the report on fail-blank-handling.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:handling "  " .
} ;
INSERT DATA {
  <> gx:handling "经调查，已对该公司作出罚款决定并送达。" .
}
