// Lights a line and its words together, moves by keyboard, copies a line with its citation. Moving never decides.
(() => {
  "use strict";
  const lines = [...document.querySelectorAll(".line")];
  const spans = new Map();
  for (const piece of document.querySelectorAll("[data-lines]"))
    for (const id of piece.dataset.lines.split(" ")) (spans.get(id) || spans.set(id, []).get(id)).push(piece);
  let lit = [];
  const light = (ids) => {
    for (const node of lit) node.classList.remove("lit");
    lit = ids.flatMap((id) => [document.getElementById(id), ...(spans.get(id) || [])]).filter(Boolean);
    for (const node of lit) node.classList.add("lit");
  };
  document.addEventListener("mouseover", (event) => {
    const line = event.target.closest(".line");
    if (line) return light([line.dataset.line]);
    const piece = event.target.closest("[data-lines]");
    if (piece) light(piece.dataset.lines.split(" "));
  });
  document.addEventListener("click", (event) => {
    const piece = event.target.closest("[data-lines]");
    if (!piece) return;
    const line = document.getElementById(piece.dataset.lines.split(" ")[0]);
    if (line) { line.scrollIntoView({ block: "nearest" }); line.focus({ preventScroll: true }); }
  });
  const toast = document.getElementById("said");
  const say = (words) => {
    toast.textContent = words;
    toast.classList.add("on");
    setTimeout(() => toast.classList.remove("on"), 1600);
  };
  const copy = async (words) => {
    try { await navigator.clipboard.writeText(words); }
    catch {
      const box = document.body.appendChild(document.createElement("textarea"));
      box.value = words; box.select(); document.execCommand("copy"); box.remove();
    }
    say("copied with its citation");
  };
  const go = (step) => {
    const at = lines.indexOf(document.activeElement);
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + step))];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); light([next.dataset.line]); }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const line = document.activeElement.closest(".line");
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "c" && line) copy(line.dataset.cite);
    else if (event.key === "Enter" && line) {
      const first = (spans.get(line.dataset.line) || [])[0];
      if (first) { first.scrollIntoView({ block: "center" }); light([line.dataset.line]); }
    } else if (event.key === "?") say("j/k move · Enter show in the report · c copy with citation");
    else return;
    event.preventDefault();
  });
})();
