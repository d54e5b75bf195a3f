# Does what the report on fail-unknown-kind-of-notice.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>
PREFIX doc: <https://w3id.org/guanxia/id/document-kind/>

DELETE DATA {
  <#notice> gx:referredKind doc:telephone-note .
} ;
INSERT DATA {
  <#notice> gx:referredKind doc:non-registration-notice .
}
