// What all pages share. Everything here is an extra: reading and searching work without it.

document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) copyText(copy);
  if (event.target.closest("[data-print]")) window.print();
});
// What only works with scripts: the style sheet shows it by itself in browsers that can ask whether scripts run.
for (const part of document.querySelectorAll(".scripted")) part.classList.remove("scripted");

// On a phone the side columns start closed: what was asked for comes first.
for (const details of document.querySelectorAll("[data-phone-closed]")) {
  if (matchMedia("(max-width: 60rem)").matches) details.open = false;
  delete details.dataset.phoneClosed;
}

async function copyText(button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    // Not a secure context, or refused: the old way works from a click.
    const area = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = button.dataset.done;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = label; }, 2000);
}
