// What the page was told by the service, and small pieces that all its parts use.

export const page = JSON.parse(document.getElementById("query-page").dataset.page);

/** The text in the language of the page. */
export const t = (zh, en) => (page.lang === "zh" ? zh : en);

/** An element with attributes, and children that are elements or text: text never becomes markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export const figure = (number) => number.toLocaleString(page.lang === "zh" ? "zh-CN" : "en");

let vocabulary;

/** Prefixes and terms with their labels; fetched once, empty if that fails. */
export function words() {
  vocabulary ??= fetch(page.vocabulary)
    .then((reply) => (reply.ok ? reply.json() : Promise.reject(new Error(reply.statusText))))
    .then(({ prefixes, terms }) => ({
      prefixes,
      terms,
      labels: new Map(terms.map((one) => [one.term, one[page.lang]])),
    }))
    .catch(() => ({ prefixes: page.prefixes, terms: [], labels: new Map() }));
  return vocabulary;
}
