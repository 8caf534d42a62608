/* The list and the map of a home, narrowed to the names that are sought by the rules of the search. */

import { prepare } from "./match.js";

/** Makes the form work. */
export async function start(form) {
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const sections = [...document.querySelectorAll(".regions section")];
  const links = [...document.querySelectorAll(".towns a, .map a")];
  let index;

  const show = () => {
    if (!index) return;
    const all = !field.value.trim();
    const found = new Set(index.ask(field.value).found.map((entry) => entry.url));
    for (const link of links) {
      (link.closest("li") ?? link).toggleAttribute("data-out", !all && !found.has(link.getAttribute("href")));
    }
    for (const section of sections) {
      section.hidden = !section.querySelector("li:not([data-out])");
    }
    status.textContent = all || found.size ? "" : form.dataset.none;
  };

  field.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) document.querySelector(".towns li:not([data-out]) a")?.click();
  });

  const answer = await fetch(form.dataset.filter);
  index = prepare({ ...(await answer.json()), pages: [] });
  show();
}
