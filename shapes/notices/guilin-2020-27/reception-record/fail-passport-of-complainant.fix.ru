# Does what the report on fail-passport-of-complainant.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#complainant> gx:idNumber "E12345678" .
} ;
INSERT DATA {
  <#complainant> gx:idNumber "45030519900101001X" .
}
