// Files dropped or chosen are sent one by one, with progress, and the server's report of each takes its place in the list.
// The form works without this.

const form = document.querySelector("[data-drop]");
const list = document.querySelector("[data-reports]");
const status = document.querySelector("[data-status]");
const words = form?.dataset;
let busy = false;

if (form) {
  const input = form.querySelector("input[type=file]");
  // The whole page takes a drop: a file that misses the frame would else open in the browser.
  for (const over of ["dragenter", "dragover"]) document.addEventListener(over, (event) => { event.preventDefault(); form.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...input.files]);
  });
}

async function sendAll(files) {
  if (busy || !files.length) return;
  busy = true;
  form.querySelector("button").disabled = true;
  list.replaceChildren();
  const rows = files.map(waiting);
  for (const [i, file] of files.entries()) {
    status.textContent = `${words.wait} ${i + 1}/${files.length}`;
    const html = await send(file, rows[i].querySelector("progress")).catch((error) => refused(file, error.message));
    const place = document.createElement("template");
    place.innerHTML = html;
    rows[i].replaceWith(place.content);
  }
  const added = [...list.querySelectorAll("[data-document]")];
  if (added.length) {
    status.textContent = words.syncing;
    await fetch("/api/dong-bo", { method: "POST" });
    await Promise.all(added.map(renew));
  }
  status.textContent = added.length ? words.done : words.none;
  form.querySelector("button").disabled = busy = false;
  form.reset();
  // Straight on: Enter opens the one document that was added.
  if (added.length === 1) list.querySelector("[data-open]")?.focus();
}

function waiting(file) {
  const row = document.createElement("li");
  row.className = "doc-row report";
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  row.append(Object.assign(document.createElement("strong"), { textContent: file.name, className: "file-name" }), " ", bar);
  list.append(row);
  return row;
}

function send(file, bar) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("tep", file);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); });
    request.addEventListener("load", () => (request.status === 200 ? resolve(request.responseText) : reject(new Error(sentence(request)))));
    request.addEventListener("error", () => reject(new Error(words.failed)));
    request.open("POST", address({ manh: "1" }));
    request.send(body);
  });
}

function address(more) {
  const url = new URL(form.action);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return url;
}

// An error page of the server says in one sentence what was wrong.
function sentence(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  return page.querySelector("[data-sentence]")?.textContent || words.failed;
}

function refused(file, message) {
  const row = document.createElement("li");
  row.className = "doc-row report refused";
  const head = Object.assign(document.createElement("p"), { className: "doc-kind" });
  head.append(
    Object.assign(document.createElement("strong"), { className: "file-name", textContent: file.name }), " ",
    Object.assign(document.createElement("span"), { className: "state refused", textContent: words.refused }),
  );
  row.append(head, Object.assign(document.createElement("p"), { textContent: message }));
  return row.outerHTML;
}

// What the graph knows since: who cites it, which citations are unclear.
async function renew(row) {
  const answer = await fetch(`/ban/${row.dataset.document}/doc?manh=1&vb=${address({}).searchParams.get("vb") || ""}`);
  if (!answer.ok) return;
  const place = document.createElement("template");
  place.innerHTML = await answer.text();
  const name = row.querySelector(".file-name").textContent;
  place.content.querySelector(".file-name").textContent = name;
  row.replaceWith(place.content);
}
