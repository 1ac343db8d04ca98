// Keys, lights, selections and the live line. Moving never decides; reading works without any of this.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const toast = $("#said");
  const say = (words) => { toast.textContent = words; toast.classList.add("on"); setTimeout(() => toast.classList.remove("on"), 2200); };

  const spans = new Map();
  for (const piece of $$("[data-lines]"))
    for (const id of piece.dataset.lines.split(" ")) (spans.get(id) || spans.set(id, []).get(id)).push(piece);
  let lit = [];
  const light = (ids) => {
    for (const node of lit) node.classList.remove("lit");
    lit = ids.flatMap((id) => [document.getElementById(id), ...(spans.get(id) || [])]).filter(Boolean);
    for (const node of lit) node.classList.add("lit");
  };
  document.addEventListener("mouseover", (event) => {
    const pair = event.target.closest("[data-pair]");
    if (pair) return light(pair.dataset.pair.split(" "));
    const line = event.target.closest(".line");
    if (line) return light([line.dataset.line]);
    const piece = event.target.closest("[data-lines]");
    if (piece) light(piece.dataset.lines.split(" "));
  });
  document.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-lines]");
    if (piece && !String(getSelection())) document.getElementById(piece.dataset.lines.split(" ")[0])?.focus();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });

  const copy = async (words) => {
    try { await navigator.clipboard.writeText(words); } catch {
      const box = document.body.appendChild(document.createElement("textarea"));
      box.value = words; box.select(); document.execCommand("copy"); box.remove();
    }
    say("copied with its citation");
  };
  const move = (step) => {
    const lines = $$(".line");
    const next = lines[Math.min(lines.length - 1, Math.max(0, lines.indexOf(document.activeElement) + step))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); light([next.dataset.line]); }
  };
  const post = async (path, fields) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(path, { method: "POST", body, headers: { "HX-Request": "true" } });
    if (!answer.ok) return say((await answer.text()).trim() || "that did not work");
    location.reload();
  };
  const correct = (line) => {
    const dialog = $("#corrector");
    if (!dialog || !line) return;
    $("[name=line]", dialog).value = line.dataset.line;
    $("#corrected").textContent = $(".what q, .what strong", line)?.textContent || "";
    dialog.showModal();
  };
  const verbs = { y: "confirm", n: "reject", u: "unsure" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) { if (event.key === "Escape") event.target.blur(); return; }
    if ($("dialog[open]")) return;
    const review = $("[data-review]") || $("#item");
    const line = document.activeElement.closest?.(".line");
    const button = review && $(`[data-key="${CSS.escape(event.key)}"]`, review);
    if (event.key === "/") $("#q").focus();
    else if (event.key === "?") $("#help").showModal();
    else if (button) button.click();
    else if (review && event.key === "e") { const box = $("details.edit", review); if (box) { box.open = true; $("select", box).focus(); } }
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "c" && line) copy(line.dataset.cite);
    else if (event.key === "e" && line) correct(line);
    else if (event.key === "z" && !review) post("/undo", {});
    else if (event.key === "s" && $("#beside")) $("#beside select").focus();
    else if (verbs[event.key] && line) post("/decide", { line: line.dataset.line, verb: verbs[event.key] });
    else if (event.key === "Enter" && line) { const first = (spans.get(line.dataset.line) || [])[0]; first?.scrollIntoView({ block: "center" }); light([line.dataset.line]); }
    else return;
    event.preventDefault();
  });

  // A selection becomes a missed line. Offsets count code points, as the record does, not UTF-16 units.
  const adder = $("#adder");
  const offset = (node, at) => {
    const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-at]");
    if (!piece) return null;
    const before = node.nodeType === 3 ? node.textContent.slice(0, at) : "";
    return Number(piece.dataset.at) + [...before].length;
  };
  if (adder) {
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed) return;
      const range = chosen.getRangeAt(0);
      const text = range.commonAncestorContainer.parentElement?.closest("[data-text]") || range.commonAncestorContainer.closest?.("[data-text]");
      const start = text && offset(range.startContainer, range.startOffset), end = text && offset(range.endContainer, range.endOffset);
      if (start == null || end == null || end <= start) return;
      $("[name=report]", adder).value = text.dataset.text;
      $("[name=start]", adder).value = start;
      $("[name=end]", adder).value = end;
      $("#chosen").textContent = String(chosen);
      adder.hidden = false;
    });
    $("#dismiss").addEventListener("click", () => { adder.hidden = true; });
  }

  // Live: how far a run is, and that the record changed under this page.
  const live = $("#live");
  let serial = null;
  if (window.EventSource) {
    new EventSource("/events").onmessage = (message) => {
      const state = JSON.parse(message.data);
      if (serial === null) serial = state.serial;
      live.hidden = !(state.running || state.serial !== serial);
      live.textContent = state.running ? state.said : state.serial !== serial ? "The record changed; reload to see it." : "";
    };
  }
  document.body.addEventListener("htmx:afterSwap", () => { serial = null; });
  $("#run")?.addEventListener("click", async () => { await fetch("/api/run", { method: "POST" }); say("reading"); });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) { light([target.id]); spans.get(target.id)?.[0].scrollIntoView({ block: "center" }); target.focus({ preventScroll: true }); }
})();
