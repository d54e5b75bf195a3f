// Results as a table: sorted by a click on a heading, drawn in parts so that 10,000 rows do not stop the page.

import { element, figure, t } from "./page.js";
import { drawn, isNumber, plain } from "./terms.js";

const STEP = 300;
const FORMATS = {
  false: [
    ["csv", "CSV"],
    ["tsv", "TSV"],
    ["json", "JSON"],
    ["xml", "XML"],
  ],
  true: [
    ["ttl", "Turtle"],
    ["jsonld", "JSON-LD"],
    ["nt", "N-Triples"],
    ["rdf", "RDF/XML"],
  ],
};

/** The formats in which a result can be had. */
export const formats = (result) => FORMATS[Boolean(result.graph)];

export function table(result, labels) {
  if (result.truth !== undefined)
    return element("p", { class: "truth" }, result.truth ? t("是", "yes") : t("否", "no"));
  if (!result.rows.length) return element("p", {}, t("没有符合的行。", "No row matches."));
  let rows = result.rows;
  const body = element("tbody");
  const more = element("button", { type: "button", class: "plain", onclick: () => draw() }, "");
  const heads = result.headings.map((name) =>
    element(
      "th",
      { scope: "col" },
      element("button", { type: "button", title: t("排序", "sort"), onclick: () => sort(name) }, name),
    ),
  );

  function draw(afresh = false) {
    if (afresh) body.replaceChildren();
    const from = body.rows.length;
    body.append(
      ...rows
        .slice(from, from + STEP)
        .map((row) =>
          element(
            "tr",
            {},
            ...result.headings.map((name) => element("td", { class: kindOf(row[name]) }, drawn(row[name], labels))),
          ),
        ),
    );
    const left = rows.length - body.rows.length;
    more.hidden = left <= 0;
    more.textContent = t(
      `再显示 ${figure(Math.min(STEP, left))} 行（还有 ${figure(left)} 行）`,
      `Show ${figure(Math.min(STEP, left))} more of ${figure(left)}`,
    );
  }

  function sort(name) {
    const head = heads[result.headings.indexOf(name)];
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows = [...result.rows].sort((one, other) => (down ? -1 : 1) * compared(one[name], other[name]));
    draw(true);
  }

  draw();
  return element(
    "div",
    {},
    element(
      "div",
      { class: "wide-table", tabindex: "0", role: "region", "aria-label": t("结果表", "table of results") },
      element("table", { class: "found" }, element("thead", {}, element("tr", {}, ...heads)), body),
    ),
    element("p", { class: "more" }, more),
  );
}

/** Numbers stand to the right; what has a type of its own is short and stays on one line. */
function kindOf(term) {
  if (isNumber(term)) return "number";
  return term?.datatype ? "typed" : null;
}

function compared(one, other) {
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return plain(one).localeCompare(plain(other), document.documentElement.lang, { numeric: true });
}
