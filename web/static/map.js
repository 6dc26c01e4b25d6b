// The drawn lược đồ: zoom, drag, the neighbours of a box lit, PNG. The drawing itself, its links and its list need no script.

const frame = document.querySelector(".drawing");
const svg = frame.querySelector("svg");
const [width, height] = [svg.width.baseVal.value, svg.height.baseVal.value];
let scale = 1;

function zoom(to) {
  const centre = [(frame.scrollLeft + frame.clientWidth / 2) / scale, (frame.scrollTop + frame.clientHeight / 2) / scale];
  scale = Math.max(0.15, Math.min(3, to));
  svg.setAttribute("width", width * scale);
  svg.setAttribute("height", height * scale);
  frame.scrollTo(centre[0] * scale - frame.clientWidth / 2, centre[1] * scale - frame.clientHeight / 2);
  follow();
}

for (const button of document.querySelectorAll("[data-zoom-by]")) button.addEventListener("click", () => zoom(scale * Number(button.dataset.zoomBy)));
document.querySelector("[data-zoom-fit]").addEventListener("click", () => zoom(frame.clientWidth / width));

frame.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse" || event.button || event.target.closest("a")) return;
  const from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
  const move = (e) => frame.scrollTo(from[0] - e.clientX, from[1] - e.clientY);
  frame.setPointerCapture(event.pointerId);
  frame.addEventListener("pointermove", move);
  frame.addEventListener("pointerup", () => frame.removeEventListener("pointermove", move), { once: true });
});

// Years and levels stay in sight while the drawing is scrolled.
const years = svg.querySelector(".years"), levels = svg.querySelector(".lane-names");
function follow() {
  years.setAttribute("transform", `translate(0 ${frame.scrollTop / scale})`);
  // On a phone the names would hide what they name.
  if (frame.clientWidth > 640) levels.setAttribute("transform", `translate(${frame.scrollLeft / scale} 0)`);
}
frame.addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });

const arrows = [...svg.querySelectorAll(".arrow")].map((a) => [a, a.dataset.ends.split(" ")]);
function light(id) {
  const near = new Set([id]);
  for (const [arrow, ends] of arrows) {
    const hot = ends.includes(id);
    arrow.classList.toggle("hot", hot);
    if (hot) ends.forEach((end) => near.add(end));
  }
  for (const box of svg.querySelectorAll(".box-of")) box.classList.toggle("near", near.has(box.id));
  svg.classList.toggle("lit-some", id !== null);
}
for (const box of svg.querySelectorAll(".box-of")) {
  box.addEventListener("pointerenter", () => light(box.id));
  box.addEventListener("pointerleave", () => light(null));
  box.addEventListener("focus", () => light(box.id));
  box.addEventListener("blur", () => light(null));
}

const centre = svg.querySelector(".centre-box rect");
if (centre) frame.scrollTo(centre.x.baseVal.value + centre.width.baseVal.value / 2 - frame.clientWidth / 2, centre.y.baseVal.value - frame.clientHeight / 2);

const png = document.querySelector("[data-png]");
png.addEventListener("click", async () => {
  const blob = await (await fetch(png.dataset.png)).blob();
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const sharp = Math.min(2, 8000 / Math.max(width, height));
  const canvas = Object.assign(document.createElement("canvas"), { width: width * sharp, height: height * sharp });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  const link = Object.assign(document.createElement("a"), { download: "luoc-do.png", href: canvas.toDataURL("image/png") });
  link.click();
});
