# Does what the report on fail-identity-number-miscopied.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

DELETE DATA {
  <#worker-1> gx:idNumber "450305199001010010" .
} ;
INSERT DATA {
  <#worker-1> gx:idNumber "45030519900101001X" .
}
