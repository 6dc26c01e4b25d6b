// Suggestions while typing, after the ARIA combobox pattern: arrows move, Enter takes, Escape closes.

for (const input of document.querySelectorAll("[data-suggest]")) combine(input);

function combine(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-list`;
  list.role = "listbox";
  list.setAttribute("aria-label", input.placeholder);
  list.hidden = true;
  input.form.classList.add("has-suggestions");
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id }))
    input.setAttribute(name, value);

  let at = -1, waiting = 0, asked = "";

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const options = [...list.children];
    if (event.key === "Escape") close();
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % options.length;
      options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      input.setAttribute("aria-activedescendant", options[at].id);
    } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
      event.preventDefault();
      location.href = options[at].dataset.href;
    }
  });

  async function ask() {
    asked = input.value.trim();
    if (asked.length < 2) return close();
    const answer = await fetch(`/api/suggest?q=${encodeURIComponent(asked)}`).catch(() => null);
    if (!answer?.ok || asked !== input.value.trim() || document.activeElement !== input) return;
    const found = await answer.json();
    list.replaceChildren(...found.map(option));
    at = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!!found.length));
    input.removeAttribute("aria-activedescendant");
  }

  function option(item, i) {
    const li = document.createElement("li");
    li.id = `${list.id}-${i}`;
    li.role = "option";
    li.setAttribute("aria-selected", "false");
    li.dataset.href = item.href;
    li.append(Object.assign(document.createElement("strong"), { textContent: item.label }), " ", Object.assign(document.createElement("span"), { textContent: item.detail }));
    li.addEventListener("pointerdown", (event) => { event.preventDefault(); location.href = item.href; });
    return li;
  }

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}
