/** What a reader ticks, chooses and writes on a page: kept on this device alone, in every edition, until erased. */

const article = document.querySelector("article");
const keep = article.querySelector(".keep");
const place = `guides:${keep.dataset.store}`;
const inputs = [...article.querySelectorAll("input:not([readonly])")];
const lines = [...article.querySelectorAll(".line")].filter((line) => !line.closest(".oath")).map(writable);

/** Everything kept for this page, by name. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(place)) ?? {};
  } catch {
    return {};
  }
}

/** Keeps exactly this; where the browser refuses, the page works until it is left. */
function keepAll(all) {
  try {
    if (Object.keys(all).length) {
      localStorage.setItem(place, JSON.stringify(all));
    } else {
      localStorage.removeItem(place);
    }
  } catch {
    return;
  }
}

/** Keeps a value, or forgets it when there is none. */
function remember(name, value) {
  const { [name]: _, ...others } = kept();
  keepAll(value ? { ...others, [name]: value } : others);
}

function nameOf(input) {
  return input.name || `ask.${input.closest("[data-question]").dataset.question}`;
}

function valueOf(input) {
  return input.type === "checkbox" ? input.checked : input.value;
}

/** Shows what is kept, and nothing else. */
function fill() {
  const all = kept();
  for (const input of inputs) {
    const value = all[nameOf(input)];
    if (input.type === "date") {
      input.value = value ?? "";
    } else {
      input.checked = input.type === "radio" ? input.value === value : Boolean(value);
    }
  }
  for (const line of lines) {
    line.textContent = all[line.dataset.name] ?? "";
  }
}

/** The place to write in on a line, named after its row. */
function writable(line) {
  const text = document.createElement("span");
  text.dataset.name = line.dataset.line ?? line.dataset.fact;
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-label", labelOf(line));
  try {
    text.contentEditable = "plaintext-only";
  } catch {
    text.contentEditable = "true";
  }
  text.addEventListener("focus", () => text.scrollIntoView({ block: "nearest" }));
  line.prepend(text);
  return text;
}

function labelOf(line) {
  const row = line.closest("tr, li, dl, p");
  const named = row.querySelector("th, dt, strong, label");
  const own = named ?? [...row.childNodes].find((node) => node !== line && node.textContent.trim());
  const group = row.closest("fieldset")?.querySelector("legend") ?? (own ? null : headingOf(row));
  return [group, own].filter(Boolean).map((part) => part.textContent.trim()).join(": ");
}

function headingOf(node) {
  const before = node.previousElementSibling;
  return before && !before.matches("h2, h3") ? headingOf(before) : before;
}

article.addEventListener("change", ({ target }) => {
  if (inputs.includes(target)) {
    remember(nameOf(target), valueOf(target));
  }
});

article.addEventListener("input", ({ target }) => {
  if (lines.includes(target)) {
    const text = target.innerText.trim();
    remember(target.dataset.name, text);
    if (!text) {
      target.replaceChildren();
    }
  }
});

/** Erases at the second press; leaving the button takes the first press back. */
function offerToErase() {
  const [button, status] = [keep.querySelector("button"), keep.querySelector("[role=status]")];
  const words = button.textContent;
  button.addEventListener("click", () => {
    if (button.textContent === words) {
      button.textContent = button.dataset.again;
      status.textContent = "";
      return;
    }
    keepAll({});
    fill();
    article.dispatchEvent(new Event("change"));
    button.textContent = words;
    status.textContent = status.dataset.done;
  });
  button.addEventListener("blur", () => {
    button.textContent = words;
  });
  keep.hidden = false;
}

if (inputs.length || lines.length) {
  fill();
  offerToErase();
}
if (article.querySelector(".oath")) {
  import("./plan.js").then((plan) => plan.start(article));
}
if (article.querySelector(".score")) {
  import("./assessment.js").then((assessment) => assessment.start(article));
}
