// The SPARQL page: Yasgui with completers from our own graph, the ready questions, and two more views of a result.
// Without this script the page stays a plain form. Nothing here asks another host.

const place = document.querySelector("[data-sparql]");
const words = place.dataset;
const form = document.querySelector("[data-sparql-form]");
const get = (path) => fetch(path, { headers: { Accept: "application/json" } }).then((r) => r.json());

const { Yasqe, Yasr } = Yasgui;

// Completers -------------------------------------------------------------------------------------------------------
let terms;
const known = () => (terms ??= get("/sparql/terms.json"));
const labels = new Map();
for (const [name, list] of [["class", "classes"], ["property", "properties"]]) {
  Yasqe.forkAutocompleter(name, {
    name: `luocdo-${name}`,
    persistenceId: null,
    bulk: true,
    autoShow: false,
    get: () =>
      known().then((all) => {
        for (const t of all[list]) labels.set(t.iri, (document.documentElement.lang === "en" ? t.en : t.vi) ?? t.en ?? "");
        return all[list].map((t) => t.iri);
      }),
    postprocessHints: (_yasqe, hints) => {
      for (const h of hints) {
        const iri = h.text.replace(/^<|>$/g, "");
        const full = [...labels.keys()].find((k) => k === iri || k.endsWith(h.text.split(":").pop()));
        if (full && labels.get(full)) h.displayText = `${h.displayText ?? h.text} — ${labels.get(full)}`;
      }
      return hints;
    },
  });
}
Yasqe.defaults.autocompleters = ["prefixes", "variables", "luocdo-class", "luocdo-property"];

// Views of a result ------------------------------------------------------------------------------------------------
const SVG = "http://www.w3.org/2000/svg";
const svg = (name, attributes, text) => {
  const node = document.createElementNS(SVG, name);
  for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v);
  if (text !== undefined) node.textContent = text;
  return node;
};
const short = (value) => {
  const piece = value.replace(/[/#]$/, "").split(/[/#]/).pop() || value;
  try { return decodeURIComponent(piece); } catch { return piece; }
};
const bindings = (yasr) => yasr.results?.getBindings?.() ?? [];
const columns = (yasr) => yasr.results?.getVariables?.() ?? [];
const cut = (text, n) => (text.length > n ? `${text.slice(0, n - 1)}…` : text);
const icon = (path) => {
  const box = document.createElement("span");
  box.append(svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }));
  box.firstChild.append(svg("path", { d: path }));
  return box;
};

class Chart {
  constructor(yasr) { this.yasr = yasr; this.label = words.chart; this.priority = 3; this.hideFromSelection = false; }
  getIcon() { return icon("M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z"); }
  number() { return columns(this.yasr).find((c) => bindings(this.yasr).some((r) => r[c]) && bindings(this.yasr).every((r) => !r[c] || (r[c].type !== "uri" && r[c].value !== "" && !isNaN(r[c].value)))); }
  canHandleResults() { return bindings(this.yasr).length > 0 && this.number() !== undefined && columns(this.yasr).length > 1; }
  draw() {
    const value = this.number();
    const name = columns(this.yasr).find((c) => c !== value && bindings(this.yasr).some((r) => r[c]?.type?.includes("literal"))) ?? columns(this.yasr).find((c) => c !== value);
    const rows = bindings(this.yasr).filter((r) => r[value]).slice(0, 60);
    const most = Math.max(...rows.map((r) => Math.abs(Number(r[value].value)))) || 1;
    const drawing = svg("svg", { viewBox: `0 0 900 ${rows.length * 26 + 10}`, role: "img", "aria-label": `${words.chart}: ${value}`, class: "sparql-chart" });
    rows.forEach((row, i) => {
      const width = (Math.abs(Number(row[value].value)) / most) * 420;
      drawing.append(svg("text", { x: 390, y: i * 26 + 22, "text-anchor": "end" }, cut(row[name] ? (row[name].type === "uri" ? short(row[name].value) : row[name].value) : "", 52)));
      drawing.append(svg("rect", { x: 400, y: i * 26 + 8, width: Math.max(width, 1), height: 18, rx: 2 }));
      drawing.append(svg("text", { x: 406 + width, y: i * 26 + 22 }, Number(row[value].value).toLocaleString(document.documentElement.lang)));
    });
    this.yasr.resultsEl.replaceChildren(drawing);
  }
}

class Drawing {
  constructor(yasr) { this.yasr = yasr; this.label = words.graph; this.priority = 2; this.hideFromSelection = false; }
  getIcon() { return icon("M6 9a3 3 0 1 1 2.8-4h6.4a3 3 0 1 1 1.6 3.7L9.7 16A3 3 0 1 1 8 14.3l7-7.2H8.8A3 3 0 0 1 6 9z"); }
  edges() {
    const found = [];
    for (const row of bindings(this.yasr).slice(0, 400)) {
      const nodes = columns(this.yasr).filter((c) => row[c] && row[c].type !== "literal" && row[c].type !== "typed-literal");
      if (nodes.length > 1) found.push([row[nodes[0]].value, row[nodes[nodes.length - 1]].value, nodes.length > 2 ? short(row[nodes[1]].value) : ""]);
    }
    return found;
  }
  canHandleResults() { return this.edges().length > 0; }
  draw() {
    const edges = this.edges();
    const names = [...new Set(edges.flatMap(([a, b]) => [a, b]))];
    const at = layout(names, edges);
    const drawing = svg("svg", { viewBox: "0 0 1000 640", role: "group", "aria-label": `${words.graph}: ${names.length}`, class: "sparql-graph" });
    for (const [a, b, label] of edges) {
      const [p, q] = [at.get(a), at.get(b)];
      const line = svg("line", { x1: p.x, y1: p.y, x2: q.x, y2: q.y });
      if (label) line.append(svg("title", {}, label));
      drawing.append(line);
    }
    for (const name of names) {
      const { x, y } = at.get(name);
      const link = svg("a", { href: /^https?:/.test(name) ? name : "#" });
      link.append(svg("circle", { cx: x, cy: y, r: 7 }), svg("text", { x: x + 10, y: y + 4 }, cut(short(name), names.length > 60 ? 14 : 34)), svg("title", {}, name));
      drawing.append(link);
    }
    this.yasr.resultsEl.replaceChildren(drawing);
  }
}

// A few rounds of springs; deterministic, so that the same result always looks the same.
function layout(names, edges) {
  const n = names.length;
  const nodes = names.map((name, i) => ({ name, x: 480 + 300 * Math.cos((2 * Math.PI * i) / n), y: 320 + 240 * Math.sin((2 * Math.PI * i) / n), dx: 0, dy: 0 }));
  const at = new Map(nodes.map((node) => [node.name, node]));
  const ideal = Math.sqrt((900 * 560) / n);
  for (let round = 0; round < (n > 200 ? 30 : 120); round++) {
    for (const a of nodes) for (const b of nodes) {
      if (a === b) continue;
      const [x, y] = [a.x - b.x || 0.01, a.y - b.y || 0.01];
      const push = (ideal * ideal) / (x * x + y * y);
      a.dx += x * push * 0.5; a.dy += y * push * 0.5;
    }
    for (const [s, t] of edges) {
      const [a, b] = [at.get(s), at.get(t)];
      const [x, y] = [a.x - b.x, a.y - b.y];
      const pull = Math.hypot(x, y) / ideal / 6;
      a.dx -= x * pull; a.dy -= y * pull; b.dx += x * pull; b.dy += y * pull;
    }
    const heat = 40 * (1 - round / 120);
    for (const a of nodes) {
      const size = Math.hypot(a.dx, a.dy) || 1;
      a.x = Math.min(880, Math.max(20, a.x + (a.dx / size) * Math.min(size, heat)));
      a.y = Math.min(620, Math.max(20, a.y + (a.dy / size) * Math.min(size, heat)));
      a.dx = a.dy = 0;
    }
  }
  return at;
}

Yasr.registerPlugin("luocdo-graph", Drawing);
Yasr.registerPlugin("luocdo-chart", Chart);

// The editor -------------------------------------------------------------------------------------------------------
const endpoint = new URL("/sparql", location.href).href;
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "application/n-triples", acceptHeaderSelect: "application/sparql-results+json" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [] },
  populateFromUrl: false, // done below, with the answer that came with the page
  persistenceId: "luocdo",
  yasqe: {
    prefixCcApi: "/sparql/prefixes.json",
    value: form.elements.query.value,
  },
  yasr: { prefixes: await get("/sparql/prefixes.json"), pluginOrder: ["table", "response", "luocdo-graph", "luocdo-chart"] },
});
form.hidden = true;

// The link that a page without this script understands too.
const shareable = (yasqe) => `${endpoint}?${new URLSearchParams({ query: yasqe.getValue() })}`;
const settle = () => { const yasqe = yasgui.getTab()?.getYasqe(); if (yasqe) yasqe.config.createShareableLink = shareable; };
yasgui.on("tabSelect", () => setTimeout(settle));
settle();

const show = (query, run) => {
  const tab = yasgui.getTab();
  tab.setQuery(query);
  if (run) tab.getYasqe().query().catch(() => {});
};
// A query that came with the address has been answered already, unless only a part of the answer stands in the page.
if (new URLSearchParams(location.search).has("query")) {
  const told = document.querySelector("[data-told]");
  show(form.elements.query.value, !told);
  if (told) yasgui.getTab().getYasr().setResponse(JSON.parse(told.textContent));
}

// Labels beside IRIs: asked of the endpoint itself, for what is on screen.
const seen = new Map();
let due;
new MutationObserver(() => { clearTimeout(due); due = setTimeout(() => { tidy(); name(); }, 150); }).observe(place, { childList: true, subtree: true });
tidy();

// What Yasgui leaves without a name for those who do not see it.
function tidy() {
  const all = (selector) => place.querySelectorAll(selector);
  for (const area of all(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", area.closest(".yasr") ? words.answer : words.editor);
  for (const box of all(".CodeMirror-scroll[tabindex='-1']")) box.tabIndex = 0;
  for (const select of all(".tableSizer:not([aria-label])")) select.setAttribute("aria-label", words.sizer);
  for (const title of all("th .dt-column-title:empty")) {
    const name = document.createElement("span");
    Object.assign(name, { className: "hidden", textContent: words.row });
    title.append(name);
  }
  for (const button of all(".tabsList > button, .tabsList > .addTab, .tabsList button.addTab")) Object.entries({ role: "tab", "aria-selected": "false" }).forEach((pair) => button.setAttribute(...pair));
}

async function name() {
  const links = [...place.querySelectorAll(".yasr a.iri:not([data-named])")].slice(0, 200);
  const asked = [...new Set(links.map((a) => a.href))].filter((iri) => !seen.has(iri) && !/[<>"{}|\\^`\s]/.test(iri));
  if (asked.length) {
    const query = `SELECT ?s (SAMPLE(?l) AS ?label) { VALUES ?s { ${asked.map((i) => `<${i}>`).join(" ")} }
      { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } UNION { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?l }
      FILTER (LANG(?l) IN ("", "${document.documentElement.lang}")) } GROUP BY ?s`;
    const answer = await fetch("/sparql", { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query });
    for (const iri of asked) seen.set(iri, "");
    if (answer.ok) for (const row of (await answer.json()).results.bindings) seen.set(row.s.value, row.label?.value ?? "");
  }
  for (const a of links) {
    a.dataset.named = "";
    const label = seen.get(a.href);
    if (label && label !== a.textContent) {
      const beside = document.createElement("span");
      beside.className = "iri-label";
      beside.textContent = label;
      a.after(" ", beside);
    }
  }
}

// Ready questions --------------------------------------------------------------------------------------------------
const menu = document.querySelector("[data-questions]");
menu.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-question]");
  if (!link) return;
  event.preventDefault();
  choose(link.dataset.question);
});
const panel = document.querySelector("[data-parameters]");
async function choose(id) {
  const groups = await get("/sparql/questions.json");
  const asked = groups.flatMap((g) => g.questions).find((q) => q.id === id);
  const run = async () => {
    const values = new URLSearchParams(new FormData(panel));
    const answer = await fetch(`/sparql/questions/${id}?${values}`);
    if (answer.ok) show(await answer.text(), true);
  };
  panel.replaceChildren();
  for (const p of asked.parameters) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { name: p.name, value: p.value, type: p.kind === "date" ? "date" : "text" });
    label.append(p.label, " ", input);
    panel.append(label);
  }
  const button = document.createElement("button");
  button.textContent = words.run;
  panel.append(button);
  panel.onsubmit = (event) => { event.preventDefault(); run(); };
  panel.hidden = asked.parameters.length === 0;
  panel.querySelector("input")?.focus();
  run();
}
