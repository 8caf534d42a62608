/* The one script of every page: it fetches the others where a page needs them. */

const search = document.querySelector("[data-search]");
if (search) {
  const begin = async () => (await import("./search.js")).start(search);
  if (search.contains(document.activeElement)) begin();
  else search.addEventListener("focusin", begin, { once: true });
}
const filter = document.querySelector("[data-filter]");
if (filter) {
  const begin = async () => (await import("./filter.js")).start(filter);
  filter.addEventListener("focusin", begin, { once: true });
}
const table = document.querySelector("[data-sort]");
if (table) import("./sort.js").then((sort) => sort.start(table));
document.querySelector("[data-print]")?.addEventListener("click", () => print());
if (document.querySelector(".keep")) import("./tools.js");
