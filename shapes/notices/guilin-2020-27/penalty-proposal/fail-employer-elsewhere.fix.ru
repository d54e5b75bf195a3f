# Does what the report on fail-employer-elsewhere.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX area: <https://w3id.org/guanxia/id/area/>
PREFIX office: <https://w3id.org/guanxia/id/office/>

DELETE DATA {
  <#addressee> gx:area area:450302 .
  <#employer> gx:area area:450321 .
  <#sender> gx:area area:450302 .
} ;
INSERT DATA {
  <#addressee> gx:area area:450300 .
  <#employer> gx:area area:450305 .
  <#sender> gx:area area:450300 .
  <#sender> gx:office office:guilin-social-insurance .
}
