// Statements as a picture: things are nodes, relations are arrows, labels name the things.

import { element, figure, page, t } from "./page.js";
import { href, plain, short } from "./terms.js";

const MOST = 600;
const LABELS = new Set(["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"]);
const STYLE = [
  {
    selector: "node",
    style: {
      label: "data(label)",
      "background-color": "#1f4e5f",
      color: "#1c2427",
      "font-size": 15,
      width: 24,
      height: 24,
      "text-wrap": "wrap",
      "text-overflow-wrap": "anywhere",
      "text-max-width": 170,
      "text-valign": "bottom",
      "text-margin-y": 3,
      "font-family": getComputedStyle(document.body).fontFamily,
    },
  },
  {
    selector: "node.value",
    style: { "background-color": "#fbf1e2", "border-color": "#8a4b08", "border-width": 1, shape: "round-rectangle" },
  },
  { selector: "node.agency", style: { "background-color": "#8a4b08", shape: "diamond", width: 30, height: 30 } },
  { selector: "node.statute", style: { "background-color": "#5a3d86", shape: "round-rectangle" } },
  { selector: "node.foreign", style: { "background-color": "#b8c4c9" } },
  { selector: "node:selected", style: { "background-color": "#d08700" } },
  {
    selector: "edge",
    style: {
      label: "data(label)",
      width: 1.2,
      "line-color": "#b8c4c9",
      "target-arrow-color": "#8a979d",
      "target-arrow-shape": "triangle",
      "curve-style": "bezier",
      "font-size": 11,
      color: "#55626a",
      "text-rotation": "autorotate",
      "text-background-color": "#f4f6f6",
      "text-background-opacity": 0.85,
      "text-background-padding": 1,
      "arrow-scale": 0.8,
    },
  },
];

/** Nodes and arrows of statements; what only labels a thing becomes its name. */
export function parts(rows, labels) {
  const nodes = new Map();
  const arrows = [];
  const key = (term) => `${term.type} ${term.value} ${term["xml:lang"] ?? ""}`;
  function node(term) {
    if (!nodes.has(key(term)))
      nodes.set(key(term), { id: key(term), term, name: labels.get(term.value) || plain(term) });
    return nodes.get(key(term));
  }
  for (const { subject, predicate, object } of rows) {
    if (!predicate) continue;
    if (LABELS.has(predicate.value) && object.type === "literal") node(subject).name = object.value;
    else arrows.push([node(subject), predicate, node(object)]);
  }
  return { nodes: [...nodes.values()], arrows };
}

export async function graph(result, labels) {
  const { default: cytoscape } = await import(page.assets["cytoscape.js"]);
  const { nodes, arrows } = parts(result.rows, labels);
  const kept = new Set(nodes.slice(0, MOST));
  const holder = element("div", {
    class: "graph",
    role: "img",
    "aria-label": t(
      `${figure(nodes.length)} 个节点、${figure(arrows.length)} 个关系的图；内容与表格相同`,
      `graph of ${figure(nodes.length)} nodes and ${figure(arrows.length)} relations; it says what the table says`,
    ),
  });
  const chosen = element(
    "p",
    { class: "chosen", "aria-live": "polite" },
    nodes.length > MOST
      ? t(`只画出前 ${MOST} 个节点。`, `Only the first ${MOST} nodes are drawn.`)
      : t("点选节点查看；拖动可移动，滚轮可缩放。", "Choose a node to see what it is; drag to move, wheel to zoom."),
  );

  const made = element("div", {}, holder, chosen);
  made.start = () => {
    const drawn = cytoscape({
      container: holder,
      style: STYLE,
      minZoom: 0.1,
      maxZoom: 4,
      elements: [
        ...[...kept].map((one) => ({ data: { id: one.id, label: cut(one.name) }, classes: kindOf(one.term) })),
        ...arrows
          .filter(([from, , to]) => kept.has(from) && kept.has(to))
          .map(([from, relation, to]) => ({
            data: { source: from.id, target: to.id, label: cut(labels.get(relation.value) || short(relation.value)) },
          })),
      ],
      layout: {
        name: "cose",
        animate: false,
        randomize: true,
        nodeRepulsion: () => 600000,
        idealEdgeLength: () => 120,
        nodeOverlap: 40,
        gravity: 0.6,
        numIter: 1500,
        nodeDimensionsIncludeLabels: true,
        padding: 16,
        boundingBox: { x1: 0, y1: 0, w: 1.6 * holder.clientWidth, h: 1.6 * holder.clientHeight },
      },
    });
    drawn.on("select", "node", ({ target }) =>
      chosen.replaceChildren(...told(nodes.find((one) => one.id === target.id()))),
    );
    holder.drawn = drawn;
  };
  return made;
}

function told({ name, term }) {
  const target = term.type === "uri" ? href(term.value) : "";
  const shown = term.type === "uri" ? element("code", {}, short(term.value)) : "";
  return [target ? element("a", { href: target }, name) : element("strong", {}, name), " ", shown];
}

function kindOf(term) {
  if (term.type === "literal") return "value";
  if (term.type !== "uri") return "own";
  if (!term.value.startsWith(page.base)) return "foreign";
  return /^id\/(role|office)\//.test(term.value.slice(page.base.length))
    ? "agency"
    : /^id\/statute\//.test(term.value.slice(page.base.length))
      ? "statute"
      : "own";
}

const cut = (text) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
