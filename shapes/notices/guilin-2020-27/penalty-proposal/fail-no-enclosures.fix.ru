# Does what the report on fail-no-enclosures.ttl says.
# License: CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).
BASE <https://w3id.org/guanxia/package/example>
PREFIX gx: <https://w3id.org/guanxia/ontology#>

INSERT DATA {
  <> gx:enclosure <#enclosure-1> .
  <> gx:enclosure <#enclosure-2> .
  <> gx:enclosure <#enclosure-3> .
  <> gx:enclosure <#enclosure-4> .
  <> gx:enclosure <#enclosure-5> .
  <> gx:enclosure <#enclosure-6> .
  <> gx:enclosure <#enclosure-7> .
  <#enclosure-1> gx:title "待遇申请材料" .
  <#enclosure-1> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-1> .
  <#enclosure-1> gx:copy true .
  <#enclosure-2> gx:title "伪造的劳动合同" .
  <#enclosure-2> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-2> .
  <#enclosure-2> gx:copy true .
  <#enclosure-3> gx:title "身份和待遇资格核查资料" .
  <#enclosure-3> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-3> .
  <#enclosure-3> gx:copy true .
  <#enclosure-4> gx:title "待遇支付清单" .
  <#enclosure-4> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-4> .
  <#enclosure-4> gx:copy true .
  <#enclosure-5> gx:title "当事人陈述" .
  <#enclosure-5> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-5> .
  <#enclosure-5> gx:copy true .
  <#enclosure-6> gx:title "银行流水" .
  <#enclosure-6> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-6> .
  <#enclosure-6> gx:copy true .
  <#enclosure-7> gx:title "调查报告" .
  <#enclosure-7> gx:material <https://w3id.org/guanxia/id/notice/guilin-2020-27/annex-1/SI-6/material-7> .
  <#enclosure-7> gx:copy true .
}
