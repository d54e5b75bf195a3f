// The editor in place of the text box; without its files the text box stays and does the same.

import { completions } from "./completion.js";
import { element, page, t, words } from "./page.js";

const LETTER = /[\p{L}\p{N}_:?$<]$/u;

/** An object with `get` and `set`; `run` is called for Ctrl+Enter. */
export function editor(box, run) {
  const Yasqe = globalThis.Yasqe;
  return page.assets && Yasqe ? rich(Yasqe, box, run) : plain(box, run);
}

function plain(box, run) {
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  return {
    get: () => box.value,
    set: (text) => {
      box.value = text;
    },
  };
}

function rich(Yasqe, box, run) {
  // Its own completions would ask other hosts.
  Yasqe.defaults.autocompleters = [];
  const holder = element("div", { class: "editor" });
  box.after(holder);
  const made = new Yasqe(holder, {
    value: box.value.trimEnd(),
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    requestConfig: { endpoint: page.endpoint, method: "GET" },
    screenReaderLabel: t("查询", "Query"),
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-Space": () => suggest(made),
      "Ctrl-S": () => {},
      "Cmd-S": () => {},
      // The keyboard leaves the editor as it leaves every other field.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  made.getInputField().setAttribute("aria-label", t("查询", "Query"));
  made.on("inputRead", (_, change) => {
    if (change.origin === "+input" && LETTER.test(change.text.at(-1)) && !made.state.completionActive) suggest(made);
  });
  made.on("change", () => {
    box.value = made.getValue();
  });
  box.hidden = true;
  document.querySelector("label[for=query]").addEventListener("click", () => box.hidden && made.focus());
  words();
  const shown = plain(box, run);
  const toggle = element(
    "button",
    { type: "button", class: "plain", "aria-pressed": "false", onclick: swap },
    t("文本框", "Text box"),
  );

  /** A text box is read better by some who do not see the page. */
  function swap() {
    box.hidden = !box.hidden;
    holder.hidden = !box.hidden;
    toggle.setAttribute("aria-pressed", String(holder.hidden));
    if (box.hidden) made.setValue(box.value);
    (box.hidden ? made : box).focus();
  }

  /** Declares the common prefixes that the query uses and does not declare. */
  function declare() {
    const declared = made.getPrefixesFromQuery();
    const missing = {};
    for (let line = 0; line < made.lineCount(); line += 1) {
      for (const { type, string } of made.getLineTokens(line)) {
        const name = /string-2/.test(type ?? "") ? /^([\w-]+):/.exec(string)?.[1] : undefined;
        if (name && !(name in declared) && name in page.prefixes) missing[name] = page.prefixes[name];
      }
    }
    if (Object.keys(missing).length) made.addPrefixes(missing);
  }

  /** Shows where something is wrong, until the query is changed. */
  function point(line, column) {
    made.setCursor({ line: line - 1, ch: column - 1 });
    const marked = made.addLineClass(line - 1, "background", "faulty");
    const clear = () => {
      made.removeLineClass(marked, "background", "faulty");
      made.off("change", clear);
    };
    made.on("change", clear);
  }

  return {
    declare: () => box.hidden && declare(),
    point,
    get: () => (box.hidden ? made.getValue() : box.value),
    set: (text) => (box.hidden ? made.setValue(text.trimEnd()) : shown.set(text)),
    made,
    toggle,
  };
}

async function suggest(made) {
  const known = await words();
  made.showHint({
    hint: () => completions(made, known),
    completeSingle: false,
    closeCharacters: /[\s()[\]{};,>]/,
    container: made.rootEl,
  });
}
