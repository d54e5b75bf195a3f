# Does what the report on fail-no-account-after-the-term.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:afterTerm "限期届满后，该公司仍未缴纳所欠社会保险费。" .
}
