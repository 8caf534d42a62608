/* The search in the head of a page: loaded when its field is first entered, asks the index of this guide or home. */

import { pieces, prepare } from "./match.js";

const SHOWN = 12;
const EXTRACT = 160;

/** An element with a class, holding what is given. */
function made(tag, name, ...inside) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

/** Text with its hits marked. */
function marked(text, isHit, longest) {
  return pieces(text, isHit, longest)
    .filter((piece) => piece.text)
    .map((piece) => (piece.hit ? made("mark", "", piece.text) : piece.text));
}

/** A link of the results. */
function link(url, name, ...inside) {
  const element = made("a", name, ...inside);
  element.href = url;
  return element;
}

/** A result: heading, section, extract. From a home, a topic opens the list of municipalities. */
function item(entry, isHit, base, towns) {
  const title = made("span", "md-search-result__title", ...marked(entry.heading, isHit));
  const about = [];
  if (entry.title) about.push(made("small", "", ...marked(entry.title, isHit)));
  if (entry.text) about.push(made("span", "md-search-result__teaser", ...marked(entry.text, isHit, EXTRACT)));
  const result = made("li", "md-search-result__item");
  result.dataset.entry = entry.url;
  if (!entry.common || !towns.length) {
    result.append(link(new URL(entry.url, base), "md-search-result__link", title, ...about));
    return result;
  }
  const details = made("details", "", made("summary", "md-search-result__link", title, ...about));
  const open = () => {
    const links = towns.map(([url, name]) => made("li", "", link(new URL(url + entry.url, base), "", name)));
    details.append(made("ul", "md-search-result__towns", ...links));
  };
  details.addEventListener("toggle", open, { once: true });
  result.append(details);
  return result;
}

/** Makes the form work. */
export async function start(form) {
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ol");
  const base = new URL(form.dataset.search, document.baseURI);
  const json = (url) => fetch(url).then((answer) => answer.json());
  const wanted = json(base);
  let index;
  let towns = [];

  const close = () => {
    list.replaceChildren();
    status.textContent = "";
  };
  const show = () => {
    close();
    if (!index || !field.value.trim()) return;
    const { found, isHit } = index.ask(field.value);
    status.textContent = found.length ? `${form.dataset.found} ${found.length}` : form.dataset.none;
    list.append(...found.slice(0, SHOWN).map((entry) => item(entry, isHit, base, towns)));
  };
  const step = (event) => {
    const stops = [field, ...list.querySelectorAll("a, summary")].filter((stop) => stop.checkVisibility());
    const to = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
    stops[Math.min(Math.max(to, 0), stops.length - 1)].focus();
  };

  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a, summary")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      field.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      step(event);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) close();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });

  const content = await wanted;
  towns = content.towns;
  const shared = [content.glossary, content.practice].map((file) => json(new URL(`${file}.json`, base)));
  index = prepare(content, ...(await Promise.all(shared)));
  show();
}
