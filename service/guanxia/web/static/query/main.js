// The page: an editor, examples, and the result of the query that was run, in the view that suits it.

import { address, ask, LONG, Refused, worded } from "./asking.js";
import { chart, numeric } from "./chart.js";
import { editor } from "./editor.js";
import { graph } from "./graph.js";
import { element, figure, page, t, words } from "./page.js";
import { formats, table } from "./table.js";

const RAW = 500_000;
const form = document.getElementById("query-form");
const results = document.getElementById("results");
const submit = form.querySelector("button[type=submit]");
const where = form.elements.format;
const desk = editor(document.getElementById("query"), () => form.requestSubmit());
const stop = element(
  "button",
  { type: "button", class: "stop", hidden: true, onclick: () => running?.abort() },
  t("停止", "Stop"),
);
let running;
let shows = page.shows;

const rich = Boolean(desk.made);
form
  .querySelector(".controls")
  .append(
    stop,
    desk.toggle ?? "",
    element(
      "span",
      { class: "hint" },
      element("kbd", {}, "Ctrl"),
      "+",
      element("kbd", {}, "Enter"),
      t(" 运行", " runs it"),
      ...(rich
        ? [
            t("，", ", "),
            element("kbd", {}, "Ctrl"),
            "+",
            element("kbd", {}, t("空格", "Space")),
            t(" 补全", " completes"),
          ]
        : []),
    ),
  );

form.addEventListener("submit", (event) => {
  if (where.value !== "html") return;
  event.preventDefault();
  desk.declare?.();
  const query = desk.get();
  const link = address(query);
  history.pushState({ query, shows }, "", link.length < LONG ? link : page.endpoint);
  run(query);
});

for (const link of document.querySelectorAll("[data-example]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelector(".examples [aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    shows = link.dataset.shows;
    desk.set(link.dataset.query);
    where.value = "html";
    form.requestSubmit();
  });
}

addEventListener("popstate", (event) => {
  const query = event.state?.query ?? new URLSearchParams(location.search).get("query");
  if (query === null || query === undefined) return results.replaceChildren();
  shows = event.state?.shows ?? "table";
  desk.set(query);
  run(query);
});

/** Tells it to those who do not see the page, too. */
function say(text) {
  document.getElementById("status").textContent = text;
  return text;
}

async function run(query) {
  running?.abort();
  const mine = (running = new AbortController());
  results.replaceChildren(element("p", { class: "told" }, say(t("正在查询……", "Asking…"))));
  results.setAttribute("aria-busy", "true");
  stop.hidden = false;
  const began = performance.now();
  try {
    const result = await ask(query, mine.signal);
    const took = performance.now() - began;
    const { labels } = await words();
    if (running === mine) show(query, result, labels, took);
  } catch (error) {
    if (running === mine) refuse(error);
  } finally {
    if (running === mine) {
      stop.hidden = true;
      results.removeAttribute("aria-busy");
    }
  }
}

function refuse(error) {
  if (error.name === "AbortError") return results.replaceChildren(element("p", {}, say(t("已停止。", "Stopped."))));
  if (!(error instanceof Refused)) throw error;
  const { title, lines, place } = worded(error);
  if (place) desk.point?.(...place);
  say(`${title} ${lines.join(" ")}`);
  results.replaceChildren(
    element(
      "div",
      { class: "problem", role: "alert" },
      element("h2", {}, t("【没有结果】", "[no result] "), title),
      element("ul", {}, ...lines.map((line) => element("li", {}, line))),
    ),
  );
}

function views(result, labels) {
  const found = [["table", t("表格", "Table"), () => table(result, labels)]];
  if (page.assets && numeric(result).length) found.push(["chart", t("图表", "Chart"), () => chart(result)]);
  if (page.assets && result.graph && result.rows.length)
    found.push(["graph", t("图", "Graph"), () => graph(result, labels)]);
  found.push([
    "raw",
    t("原文", "Raw"),
    () =>
      element("pre", { class: "raw", tabindex: "0" }, result.raw.slice(0, RAW), result.raw.length > RAW ? "\n…" : ""),
  ]);
  return found;
}

function show(query, result, labels, took) {
  const offered = views(result, labels);
  const tabs = offered.map(([name, text], number) =>
    element(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, onclick: () => open(number) },
      text,
    ),
  );
  const panels = offered.map(([name]) =>
    element("div", {
      class: "view",
      role: "tabpanel",
      id: `view-${name}`,
      "aria-labelledby": `tab-${name}`,
      hidden: true,
    }),
  );
  const list = element("div", { role: "tablist", "aria-label": t("结果的形式", "views of the result") }, ...tabs);

  async function open(number) {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === number));
      tab.tabIndex = other === number ? 0 : -1;
      panels[other].hidden = other !== number;
    });
    const panel = panels[number];
    if (panel.childElementCount) return;
    panel.append(element("p", {}, "…"));
    panel.setAttribute("aria-busy", "true");
    try {
      const made = await offered[number][2]();
      panel.replaceChildren(made);
      made.start?.();
    } catch {
      panel.replaceChildren(element("p", {}, t("这个视图没有能画出来。", "This view could not be drawn.")));
    } finally {
      panel.removeAttribute("aria-busy");
    }
  }

  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    tabs[next].focus();
    open(next);
  });
  results.replaceChildren(
    element(
      "div",
      { class: "views" },
      list,
      element("span", { class: "told" }, say(told(result, took))),
      aside(query, result),
    ),
    ...panels,
  );
  const wanted = offered.findIndex(([name]) => name === shows);
  open(Math.max(wanted, 0));
  if (results.getBoundingClientRect().top > innerHeight * 0.75) results.scrollIntoView({ block: "center" });
}

function told(result, took) {
  const time =
    took < 1000
      ? t(`${Math.round(took)} 毫秒`, `${Math.round(took)} ms`)
      : t(`${(took / 1000).toFixed(1)} 秒`, `${(took / 1000).toFixed(1)} s`);
  if (result.truth !== undefined) return time;
  const number = figure(result.rows.length);
  const one = result.rows.length === 1;
  return result.graph
    ? t(`${number} 条陈述，${time}`, `${number} ${one ? "statement" : "statements"}, ${time}`)
    : t(`${number} 行，${time}`, `${number} ${one ? "row" : "rows"}, ${time}`);
}

function aside(query, result) {
  const place = address(query);
  const link = place.length < LONG ? element("a", { class: "permalink", href: place }, t("永久链接", "Permalink")) : "";
  const files = formats(result).flatMap(([suffix, name]) => [
    " ",
    element("a", { href: address(query, suffix), download: `results.${suffix}`, class: `as-${suffix}` }, name),
  ]);
  return element("span", { class: "aside" }, link, element("span", {}, t("下载：", "Download:"), ...files));
}

// A query in the address was run by the service; its table stands there already and gains its other views.
const asked = new URLSearchParams(location.search).get("query");
if (asked !== null && results.querySelector("table, .truth")) run(asked);
submit.title = "Ctrl+Enter";
