// What may be written next: prefixes, our classes, properties and things by name or label, and variables in use.

import { element, page } from "./page.js";
import { short } from "./terms.js";

const MOST = 40;
const TYPED = /(?:<[^<>"\s]*|[?$]\w*|[\p{L}\p{N}_-]*:?[\p{L}\p{N}_.-]*)$/u;
const SILENT = /(?:^|\s)(?:string|comment)(?:\s|$)/;
const DECLARING = /^\s*PREFIX\s+[\w-]*:?$/i;

/** Completions at the cursor, in the shape that the editor shows. */
export function completions(editor, words) {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const typed = TYPED.exec(before)[0];
  const from = { line: cursor.line, ch: cursor.ch - typed.length };
  if (SILENT.test(editor.getTokenTypeAt(cursor) ?? "")) return { list: [], from, to: cursor };
  const list = DECLARING.test(before)
    ? declarations(words, typed)
    : /^[?$]/.test(typed)
      ? variables(editor, typed)
      : terms(editor, words, typed);
  return { list: list.slice(0, MOST), from, to: cursor };
}

function declarations(words, typed) {
  return Object.entries(words.prefixes)
    .filter(([name]) => name.startsWith(typed.replace(/:$/, "")))
    .map(([name, space]) => ({ text: `${name}: <${space}>` }));
}

function variables(editor, typed) {
  const used = new Set(editor.getValue().match(/[?$]\w+/g) ?? []);
  used.delete(typed);
  return [...used]
    .filter((name) => name.startsWith(typed))
    .sort()
    .map((text) => ({ text }));
}

function terms(editor, words, typed) {
  const wanted = typed.toLowerCase().replace(/^</, "");
  if (wanted.length < 1 || (wanted.length < 2 && /^\w$/.test(wanted))) return [];
  const ranked = [];
  for (const one of words.terms) {
    const place = rank(one, wanted, typed.startsWith("<"));
    if (place) ranked.push([place, one]);
  }
  const order = { class: 0, property: 1, thing: 2 };
  ranked.sort(
    ([a, one], [b, other]) => a - b || order[one.role] - order[other.role] || one.term.localeCompare(other.term),
  );
  return ranked.slice(0, MOST).map(([, one]) => suggestion(editor, words, one));
}

function rank(one, wanted, asIri) {
  const name = short(one.term).toLowerCase();
  if (asIri) return one.term.toLowerCase().startsWith(wanted) ? 1 : one.term.toLowerCase().includes(wanted) ? 3 : 0;
  const local = name.slice(name.lastIndexOf(name.includes(":") ? ":" : "/") + 1);
  const labels = [one.zh, one.en].map((label) => label.toLowerCase());
  if (name.startsWith(wanted)) return 1;
  if (local.startsWith(wanted)) return 2;
  if (labels.some((label) => label.startsWith(wanted))) return 3;
  return wanted.length > 1 && (local.includes(wanted) || labels.some((label) => label.includes(wanted))) ? 4 : 0;
}

function suggestion(editor, words, one) {
  const name = short(one.term);
  const prefix = /^([\w-]+):[\w-]*$/.exec(name)?.[1];
  const text = prefix && prefix in words.prefixes ? name : `<${one.term}>`;
  return {
    text,
    render: (item) =>
      item.append(text.startsWith("<") ? `<…${name}>` : text, element("span", {}, one[page.lang] ?? "")),
    hint: (target, { from, to }) => {
      target.replaceRange(text, from, to, "complete");
      if (prefix && !(prefix in editor.getPrefixesFromQuery()))
        editor.addPrefixes({ [prefix]: words.prefixes[prefix] });
    },
  };
}
