// Files dropped or chosen are sent one by one, with progress; the form works without this.

const form = document.querySelector("[data-drop]");
const list = document.querySelector("[data-reports]");
const status = document.querySelector("[data-status]");

if (form) {
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll([...form.querySelector("input").files]);
  });
}

async function sendAll(files) {
  if (!files.length) return;
  let added = null;
  for (const [i, file] of files.entries()) {
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
    bar.setAttribute("aria-label", file.name);
    const row = document.createElement("li");
    row.className = "doc-row report";
    row.append(Object.assign(document.createElement("strong"), { textContent: file.name }), " ", bar);
    list.append(row);
    status.textContent = `${form.dataset.wait} ${i + 1}/${files.length}`;
    const report = await send(file, bar).catch(() => ({ state: "refused", name: file.name, message: form.dataset.failed }));
    show(row, report);
    if (report.state === "added") added = report;
  }
  status.textContent = form.dataset.syncing;
  await fetch("/api/dong-bo", { method: "POST" });
  status.textContent = form.dataset.done;
  if (files.length === 1 && added) location.href = added.href;
}

function send(file, bar) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("tep", file);
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => (request.status === 200 ? resolve(JSON.parse(request.responseText)) : reject(new Error(request.statusText))));
    request.addEventListener("error", () => reject(new Error("network")));
    request.open("POST", "/api/them");
    request.send(body);
  });
}

function show(row, report) {
  row.classList.add(report.state);
  const name = Object.assign(document.createElement("strong"), { textContent: report.name });
  row.replaceChildren(name);
  if (report.href) {
    const title = document.createElement("h2");
    title.append(Object.assign(document.createElement("a"), { href: report.href, textContent: report.title || report.name }));
    row.append(title);
  }
  if (report.message) row.append(Object.assign(document.createElement("p"), { textContent: report.message }));
}
