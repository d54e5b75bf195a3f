// Terms of results: short names, links to our own pages, and the reading of N-Triples.

import { element, page } from "./page.js";

const SPACES = Object.entries(page.prefixes).sort((one, other) => other[1].length - one[1].length);
const OWN = /^(?:id\/|ontology|shapes|catalog|exports\/)[^\s<>"{}|\\^`]*$/;
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const NUMBERS = /#(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/;
const TERM = /\s*(?:<([^<>\s]*)>|(_:\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPES = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"'\\]))/g;
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** An IRI by prefix; ours without their common beginning. */
export function short(iri) {
  for (const [name, space] of SPACES) {
    const rest = iri.slice(space.length);
    if (iri.startsWith(space) && /^[\p{L}\p{N}_.-]*$/u.test(rest)) return `${name}:${rest}`;
  }
  return iri.startsWith(`${page.base}id/`) ? iri.slice(page.base.length + 3) : iri;
}

/** The page of a thing of ours on this host; nothing for all other IRIs, whatever their scheme. */
export function href(iri) {
  if (!iri.startsWith(page.base) || !OWN.test(iri.slice(page.base.length))) return "";
  const rest = iri
    .slice(page.base.length)
    .replace(/^id\//, "doc/")
    .replace(/^(ontology|shapes)#/, "$1/");
  const found = new URL(`${page.root}/${rest}`, location.origin);
  if (page.lang !== "zh") found.searchParams.set("lang", page.lang);
  return found.origin === location.origin ? found.href : "";
}

export const isNumber = (term) => term?.type === "literal" && NUMBERS.test(term.datatype ?? "");

/** What a term says, without markup. */
export function plain(term) {
  if (!term) return "";
  if (term.type === "uri") return short(term.value);
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple")
    return `<< ${["subject", "predicate", "object"].map((part) => plain(term.value[part])).join(" ")} >>`;
  return term.value;
}

/** A term as an element: a link for things of ours, text for everything else. */
export function drawn(term, labels) {
  if (!term) return document.createTextNode("");
  if (term.type !== "uri") {
    const told = term.datatype && term.datatype !== STRING ? short(term.datatype) : null;
    return element("span", { lang: term["xml:lang"], title: told }, plain(term));
  }
  const label = labels.get(term.value);
  const target = href(term.value);
  const shown = target
    ? element("a", { href: target, title: `<${term.value}>` }, plain(term))
    : element("span", { title: `<${term.value}>` }, plain(term));
  return label ? element("span", {}, shown, element("span", { class: "called" }, label)) : shown;
}

/** The statements of N-Triples as rows of terms in the shape of SPARQL JSON. */
export function statements(text) {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      TERM.lastIndex = 0;
      const found = [];
      for (let one; found.length < 3 && (one = TERM.exec(line));) found.push(term(one));
      if (found.length < 3) return { subject: { type: "literal", value: line } };
      return { subject: found[0], predicate: found[1], object: found[2] };
    });
}

function term([, iri, blank, text, lang, datatype]) {
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank) return { type: "bnode", value: blank.slice(2) };
  const literal = { type: "literal", value: unescaped(text) };
  if (lang) literal["xml:lang"] = lang;
  if (datatype) literal.datatype = datatype;
  return literal;
}

const unescaped = (text) =>
  text.replace(ESCAPES, (_, four, eight, letter) =>
    letter ? (LETTERS[letter] ?? letter) : String.fromCodePoint(Number.parseInt(four ?? eight, 16)),
  );
