/** The self-assessment added up: sum and band, the profile as a chart with its table, the three next steps. */

const SVG = "http://www.w3.org/2000/svg";
const LEVELS = 4;
const ROW = 20;
const WIDTH = 160;

/** Shows the score of what is chosen, now and after each change. */
export function start(article) {
  const show = () => showScore(article, [...article.querySelectorAll("fieldset")].map(dimension));
  show();
  article.addEventListener("change", show);
}

function dimension(fieldset) {
  return {
    title: fieldset.querySelector("legend").textContent,
    level: Number(fieldset.querySelector(":checked")?.value ?? 0),
    next: fieldset.querySelector(".next").textContent,
    first: "first" in fieldset.dataset,
  };
}

function showScore(article, dimensions) {
  const score = article.querySelector(".score");
  const chosen = dimensions.filter(({ level }) => level);
  const sum = chosen.reduce((total, { level }) => total + level, 0);
  const whole = chosen.length === dimensions.length;
  const band = markBand(article, whole ? sum : 0);
  score.hidden = !chosen.length;
  score.querySelector("output").textContent = whole
    ? `${sum} (${band})`
    : `${sum} (${chosen.length}/${dimensions.length})`;
  score.querySelector("tbody").replaceChildren(...dimensions.map(row));
  score.querySelector("svg")?.remove();
  score.querySelector(".profile").prepend(chart(dimensions));
  const next = score.querySelector("ol");
  next.parentElement.hidden = !whole;
  next.replaceChildren(...(whole ? nextSteps(dimensions) : []).map(step));
}

/** Marks the band of a sum and gives its name. */
function markBand(article, sum) {
  const bands = [...article.querySelectorAll(".bands tr")];
  const band = bands.filter(({ dataset }) => Number(dataset.from) <= sum).pop();
  bands.forEach((other) => other.removeAttribute("aria-current"));
  band?.setAttribute("aria-current", "true");
  return band?.querySelector("th").textContent;
}

/** Level 1 in coordination or readiness comes first, then the lowest dimensions. */
export function nextSteps(dimensions) {
  const rank = ({ level, first }) => (first && level === 1 ? 0 : level);
  return [...dimensions].sort((one, other) => rank(one) - rank(other)).slice(0, 3);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function row({ title, level }) {
  const made = document.createElement("tr");
  const head = element("th", title);
  head.scope = "row";
  made.append(head, element("td", level || "–"));
  return made;
}

function step({ title, next }) {
  const made = element("li", ` ${next}`);
  made.prepend(element("strong", title));
  return made;
}

function chart(dimensions) {
  const height = dimensions.length * ROW;
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH + ROW} ${height}`, "aria-hidden": "true" });
  for (let level = 0; level <= LEVELS; level += 1) {
    const x = ROW + (level * (WIDTH - 2)) / LEVELS;
    svg.append(draw("line", { x1: x, x2: x, y1: 0, y2: height }));
  }
  dimensions.forEach(({ level }, number) => {
    const y = number * ROW;
    const label = draw("text", { x: 0, y: y + 14 });
    label.textContent = number + 1;
    svg.append(label, draw("rect", { x: ROW, y: y + 4, height: 12, width: (level * (WIDTH - 2)) / LEVELS }));
  });
  return svg;
}

function draw(name, attributes) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}
