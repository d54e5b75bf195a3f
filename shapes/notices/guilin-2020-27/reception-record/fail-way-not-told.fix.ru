# Does what the report on fail-way-not-told.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:wayTold "该事项由社会保险经办机构办理，已告知地址、电话和所需材料。" .
}
