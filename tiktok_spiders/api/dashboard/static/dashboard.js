// Pages work without this. It keeps what changes up to date: elements with data-live hold the address of
// their content and, in data-every, the milliseconds between two looks.
"use strict";

const SLOWEST = 30000;

function say(content) {
  const said = document.getElementById("said");
  const told = content.querySelector("[data-said]")?.dataset.said;
  if (said && told && said.textContent !== told) said.textContent = told;
}

function put(place, content) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const href = focused?.getAttribute("href");
  const log = place.querySelector(".log");
  const atEnd = !log || log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
  const at = log?.scrollTop;
  place.replaceChildren(...content.childNodes);
  const shown = place.querySelector(".log");
  if (shown) shown.scrollTop = atEnd ? shown.scrollHeight : at;
  if (href) [...place.querySelectorAll("a")].find((each) => each.getAttribute("href") === href)?.focus();
}

async function look(place) {
  const answer = await fetch(place.dataset.live, { headers: { Accept: "text/html" }, redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const over = page.querySelector("[data-over]") !== null;
  say(page);
  put(place, page.body);
  return over;
}

function keep(place, wait) {
  const every = Number(place.dataset.every);
  setTimeout(async () => {
    let next = every;
    try {
      if (!document.hidden && (await look(place))) {
        document.querySelectorAll("[data-while-open]").forEach((each) => each.remove());
        return;
      }
    } catch {
      next = Math.min(wait * 2, SLOWEST);
    }
    keep(place, next);
  }, wait);
}

document.querySelectorAll("[data-live]").forEach((place) => keep(place, Number(place.dataset.every)));
document.querySelectorAll(".log").forEach((log) => { log.scrollTop = log.scrollHeight; });
document.querySelector("[aria-invalid=true]")?.focus();
