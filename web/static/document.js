// The document page: marks switched on and off, contents that follow.

const text = document.getElementById("text");
const legend = document.querySelector("[data-legend]");
const OFF = "luocdo.marks.off";

if (legend) {
  const off = new Set(JSON.parse(localStorage.getItem(OFF) || "[]"));
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

// A citation opens its card; a second press, or one with Ctrl, Shift or the middle button, follows the link.
let card = null;

document.addEventListener("click", async (event) => {
  if (card && !card.contains(event.target)) closeCard();
  if (event.target.closest(".popover .close")) return closeCard(true);
  const link = event.target.closest("a[data-card]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  try {
    const answer = await fetch(`${link.dataset.card}?manh=1`);
    if (!answer.ok) throw new Error(answer.statusText);
    openCard(link, await answer.text());
  } catch {
    location.href = link.href;
  }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeCard(true); });

function openCard(link, html) {
  closeCard();
  card = document.createElement("section");
  card.className = "popover";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", link.textContent);
  card.tabIndex = -1;
  card.innerHTML = html;
  const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: "×" });
  close.setAttribute("aria-label", text.dataset.close);
  card.append(close);
  document.body.append(card);
  const at = link.getClientRects()[0], width = card.offsetWidth;
  card.style.left = `${Math.max(16, Math.min(at.left, document.documentElement.clientWidth - width - 16)) + scrollX}px`;
  const below = at.bottom + 8 + card.offsetHeight < innerHeight || at.top < card.offsetHeight + 8;
  card.style.top = `${(below ? at.bottom + 8 : at.top - card.offsetHeight - 8) + scrollY}px`;
  card.opener = link;
  card.focus({ preventScroll: true });
}

function closeCard(back = false) {
  if (back) card?.opener.focus();
  card?.remove();
  card = null;
}
