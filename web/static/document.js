// The document page: marks switched on and off, contents that follow.

const text = document.getElementById("text");
const legend = document.querySelector("[data-legend]");
const OFF = "luocdo.marks.off";

if (legend) {
  const off = new Set(JSON.parse(localStorage.getItem(OFF) || "[]"));
  legend.hidden = false;
  for (const box of legend.querySelectorAll("input")) {
    const apply = () => text.classList.toggle(`off-${box.value}`, !box.checked);
    box.checked = !off.has(box.value);
    apply();
    box.addEventListener("change", () => {
      apply();
      off[box.checked ? "delete" : "add"](box.value);
      localStorage.setItem(OFF, JSON.stringify([...off]));
    });
  }
}

// On a phone the contents start closed: the text comes first.
const contents = document.querySelector("details.contents");
if (contents && matchMedia("(max-width: 60rem)").matches) contents.open = false;

const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
let current = null;

function follow() {
  let here = null;
  for (const heading of headings) {
    if (heading.getBoundingClientRect().top > innerHeight * 0.3) break;
    here = heading;
  }
  const link = here && links.get(here.id);
  if (link === current) return;
  current?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  const side = link?.closest(".side");
  if (side && side.scrollHeight > side.clientHeight) {
    const at = link.getBoundingClientRect(), box = side.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) side.scrollTop += at.top - box.top - box.height / 2;
  }
  current = link;
}

let waiting = false;
addEventListener("scroll", () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; follow(); });
}, { passive: true });
follow();
