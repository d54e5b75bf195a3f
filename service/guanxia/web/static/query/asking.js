// Putting a query to the endpoint of this service, and what came of it.

import { page, t } from "./page.js";
import { statements } from "./terms.js";

// Servers and proxies cut addresses; what is longer is posted.
export const LONG = 6_000;
const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** No result: `document` is the problem document, `wait` the seconds after which to try again. */
export class Refused extends Error {
  constructor(document, wait) {
    super(document.title);
    this.document = document;
    this.wait = wait;
  }
}

/** The address under which a query is run; in a format where one is named. */
export function address(query, format) {
  const asked = new URLSearchParams({ query });
  if (format) asked.set("format", format);
  if (!format && page.lang !== "zh") asked.set("lang", page.lang);
  return `${page.endpoint}?${asked}`;
}

/** The result of a query as {headings, rows, graph, truth, raw}. Throws Refused, or AbortError when stopped. */
export async function ask(query, signal) {
  let reply;
  try {
    const where = address(query);
    const asked = { headers: { Accept: ACCEPT }, signal };
    reply = await (where.length < LONG
      ? fetch(where, asked)
      : fetch(page.endpoint, { ...asked, method: "POST", body: new URLSearchParams({ query }) }));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(
      local("服务没有应答，请检查网络后再试。", "The service did not answer; check the network and try again."),
    );
  }
  const raw = await reply.text();
  const kind = (reply.headers.get("Content-Type") ?? "").split(";")[0].trim();
  if (!reply.ok) {
    const wait = Number(reply.headers.get("Retry-After")) || 0;
    throw new Refused(
      kind === "application/problem+json"
        ? JSON.parse(raw)
        : local(`服务答复 ${reply.status}。`, `The service answered ${reply.status}.`),
      wait,
    );
  }
  if (kind === "application/n-triples") {
    return { headings: ["subject", "predicate", "object"], rows: statements(raw), graph: true, raw };
  }
  const found = JSON.parse(raw);
  if ("boolean" in found) return { headings: [], rows: [], truth: found.boolean, raw };
  return { headings: found.head.vars, rows: found.results.bindings, graph: false, raw };
}

function local(zh, en) {
  return { title: en, texts: { title: { zh: "没有结果", en: "no result" }, detail: { zh, en } }, errors: [] };
}

/** The problem in words, and the line and column where it lies, if it lies in one. */
export function worded(refused) {
  const { texts, errors = [] } = refused.document;
  const lines = errors.length ? errors.slice(0, 10).map((one) => one.text[page.lang]) : [texts.detail[page.lang]];
  if (refused.wait) lines.push(t(`请在 ${refused.wait} 秒后再试。`, `Please try again in ${refused.wait} s.`));
  const [, line, column] = /^(\d+):(\d+)$/.exec(errors[0]?.pointer ?? "") ?? [];
  return { title: texts.title[page.lang], lines, place: line && [Number(line), Number(column)] };
}
