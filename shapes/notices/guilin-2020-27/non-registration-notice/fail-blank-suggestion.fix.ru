# Does what the report on fail-blank-suggestion.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <> gx:suggestion "  " .
} ;
INSERT DATA {
  <> gx:suggestion "建议对该公司未办理社会保险登记开展监察。" .
}
