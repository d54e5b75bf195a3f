# Does what the report on fail-short-credit-code.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#employer> gx:creditCode "91450300MA5EXQ1R2" .
} ;
INSERT DATA {
  <#employer> gx:creditCode "91450300MA5EXQ1R2C" .
}
