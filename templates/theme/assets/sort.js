/* The rows of a table in another order: a button in the head of each column, which turns the order when pressed again. */

const value = (cell) => {
  const number = Number.parseFloat(cell.textContent);
  return Number.isNaN(number) ? cell.textContent.trim() : number;
};

/** Makes the columns of the table sort its rows. */
export function start(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];

  const sort = (head) => {
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sorted = column
      ? rows.toSorted((a, b) => value(a.cells[column]) - value(b.cells[column]))
      : rows;
    body.append(...(down ? sorted.toReversed() : sorted));
  };

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sort;
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  heads[0].setAttribute("aria-sort", "ascending");
}
