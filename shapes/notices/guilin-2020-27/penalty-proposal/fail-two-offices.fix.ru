# Does what the report on fail-two-offices.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX office: <https://w3id.org/guanxia/id/office/>

DELETE DATA {
  <#department> gx:office office:guilin-hrss .
  <#department> gx:office office:guilin-tax .
}
