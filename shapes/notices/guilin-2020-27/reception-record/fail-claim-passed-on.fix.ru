# Does what the report on fail-claim-passed-on.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX role: <https://w3id.org/guanxia/id/role/>
PREFIX area: <https://w3id.org/guanxia/id/area/>

DELETE DATA {
  <> gx:withinRemit false ; gx:wayTold "该单位没有登记，请到劳动保障监察机构投诉。" ; gx:transferredTo <#agency> .
  <#agency> gx:role role:LI ; gx:area area:450300 .
} ;
INSERT DATA {
  <> gx:withinRemit true .
}
