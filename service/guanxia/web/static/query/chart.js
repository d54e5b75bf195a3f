// Results as a chart: one column names, another counts or measures.

import { element, page, t } from "./page.js";
import { isNumber, plain } from "./terms.js";

const MOST = 200;
const COLORS = [
  "#1f4e5f",
  "#d08700",
  "#5a3d86",
  "#2f6416",
  "#9b1c1c",
  "#4b86a0",
  "#8a4b08",
  "#7a1f5c",
  "#55626a",
  "#88a020",
];
const KINDS = [
  ["bar", t("条形图", "bars")],
  ["line", t("折线图", "line")],
  ["pie", t("饼图", "pie")],
];
let library;

/** The columns that hold numbers in every row that fills them. */
export function numeric(result) {
  if (result.graph || result.truth !== undefined) return [];
  return result.headings.filter((name) => {
    const filled = result.rows.filter((row) => row[name]);
    return filled.length > 0 && filled.every((row) => isNumber(row[name]));
  });
}

function loaded() {
  library ??= new Promise((done, failed) => {
    const script = element("script", { src: page.assets["chart.js"] });
    script.addEventListener("load", () => done(globalThis.Chart));
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  return library;
}

export async function chart(result) {
  const Chart = await loaded();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  Chart.defaults.color = "#1c2427";
  const numbers = numeric(result);
  const names = result.headings.filter((name) => !numbers.includes(name));
  const kind = choice(t("形式", "Form"), KINDS);
  const label = choice(
    t("名称", "Names"),
    (names.length ? names : result.headings).map((name) => [name, name]),
  );
  const value = choice(
    t("数值", "Numbers"),
    numbers.map((name) => [name, name]),
  );
  const canvas = element("canvas", { role: "img" });
  const holder = element("div", { class: "chart" }, canvas);
  let shown;

  function draw() {
    shown?.destroy();
    const rows = result.rows.slice(0, MOST);
    const [form, by, of] = [kind, label, value].map((one) => one.querySelector("select").value);
    const data = rows.map((row) => Number(row[of]?.value));
    const texts = rows.map((row) => plain(row[by]));
    canvas.setAttribute(
      "aria-label",
      texts
        .slice(0, 20)
        .map((text, number) => `${text}: ${data[number]}`)
        .join("; "),
    );
    shown = new Chart(canvas, {
      type: form,
      data: {
        labels: texts,
        datasets: [
          {
            label: of,
            data,
            backgroundColor: form === "pie" ? rows.map((_, number) => COLORS[number % COLORS.length]) : COLORS[0],
            borderColor: form === "pie" ? "#fff" : COLORS[0],
          },
        ],
      },
      options: {
        indexAxis: form === "bar" ? "y" : "x",
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        plugins: { legend: { display: form === "pie", position: "right" } },
        scales:
          form === "pie"
            ? {}
            : {
                [form === "bar" ? "x" : "y"]: { beginAtZero: true, ticks: { precision: 0 } },
                [form === "bar" ? "y" : "x"]: {
                  ticks: {
                    autoSkip: form !== "bar",
                    callback: function (number) {
                      return broken(this.getLabelForValue(number));
                    },
                  },
                },
              },
      },
    });
  }

  const told = result.rows.length > MOST ? element("small", {}, t(`前 ${MOST} 行`, `the first ${MOST} rows`)) : "";
  const choices = element("div", { class: "chart-choice" }, kind, label, value, told);
  choices.addEventListener("change", draw);
  const made = element("div", {}, choices, holder);
  made.start = draw;
  return made;
}

/** A name in two lines at most: 15 Chinese characters each, or 30 letters. */
function broken(text) {
  const width = /\p{Script=Han}/u.test(text) ? 15 : 30;
  if (text.length <= width) return text;
  const space = text.lastIndexOf(" ", width);
  const end = space > width / 2 ? space : width;
  const rest = text.slice(end).trim();
  return [text.slice(0, end), rest.length > width ? `${rest.slice(0, width - 1)}…` : rest];
}

function choice(name, options) {
  return element(
    "label",
    {},
    `${name} `,
    element("select", {}, ...options.map(([value, text]) => element("option", { value }, text))),
  );
}
