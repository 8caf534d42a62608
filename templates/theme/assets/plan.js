/** The first 100 days with the dates of one oath: on the page, and as a calendar built from a text with day offsets. */

const DAY = 86_400_000;

/** Shows the field for the oath and, once it is filled, the dates. */
export async function start(article) {
  const cell = article.querySelector(".oath");
  const [field, link] = [cell.querySelector("input"), cell.querySelector("a[download]")];
  field.hidden = false;
  cell.classList.add("live");
  const show = () => {
    article.querySelectorAll(".due, .late, .timeline").forEach((old) => old.remove());
    cell.classList.toggle("set", Boolean(field.value));
    if (field.value) {
      showDates(article, field);
    }
    showToday(article, field);
  };
  show();
  article.addEventListener("change", show);
  if (!field.readOnly) {
    await offerCalendar(article, field, link);
  }
}

function dayAfter(field, days) {
  return new Date(Date.parse(field.value) + days * DAY);
}

function showDates(article, field) {
  const timeline = document.createElement("ol");
  timeline.className = "timeline";
  for (const list of article.querySelectorAll(".steps")) {
    const date = dayAfter(field, Number(list.dataset.day));
    const heading = list.previousElementSibling;
    const due = () => timeOf(date, field.dataset.form);
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.firstChild.textContent.split(" · ")[0];
    item.append(link, due());
    timeline.append(item);
    if (!field.readOnly) {
      heading.append(due());
    }
    for (const step of list.children) {
      step.append(due());
    }
  }
  field.closest("table").after(timeline);
}

/** Days from the oath to today on this device's calendar; negative before it, NaN without one. */
function daysSince(field) {
  const now = new Date();
  return (Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(field.value)) / DAY;
}

/** After the oath: which day it is, and which steps were due before today and are not ticked. */
function showToday(article, field) {
  const [note, day] = [article.querySelector(".today"), daysSince(field)];
  note.hidden = !(day >= 0);
  if (note.hidden) {
    return;
  }
  const open = [...article.querySelectorAll(".steps > li:not(:has(:checked))")];
  const late = open.filter((step) => Number(step.parentElement.dataset.day) < day);
  for (const step of late) {
    const mark = document.createElement("span");
    mark.className = "late";
    mark.textContent = note.dataset.late;
    step.append(mark);
  }
  [day, late.length].forEach((number, at) => (note.children[at].textContent = number));
}

/** A date as the build writes it: browsers do not know the months of every edition. */
function timeOf(date, form) {
  const [pattern, ...months] = form.split("|");
  const parts = { d: date.getUTCDate(), MMMM: months[date.getUTCMonth()], y: date.getUTCFullYear() };
  const time = document.createElement("time");
  time.className = "due";
  time.dateTime = date.toISOString().slice(0, 10);
  time.textContent = pattern.replace(/d|MMMM|y/g, (part) => parts[part]);
  return time;
}

/** The text is fetched before anything is written, so that no request follows what the reader does. */
async function offerCalendar(article, field, link) {
  const answer = await fetch(link.href);
  if (!answer.ok) {
    return;
  }
  const text = await answer.text();
  const offer = () => {
    URL.revokeObjectURL(link.href);
    link.hidden = !field.value;
    link.href = field.value ? URL.createObjectURL(new Blob([dated(text, field)], { type: "text/calendar" })) : "";
  };
  offer();
  article.addEventListener("change", offer);
}

function dated(text, field) {
  return text.replace(/^DTSTART;VALUE=DATE:\+(\d+)/gm, (_, days) => {
    const day = dayAfter(field, Number(days)).toISOString().slice(0, 10).replaceAll("-", "");
    return `DTSTART;VALUE=DATE:${day}`;
  });
}
