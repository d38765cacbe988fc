// Giving passages of a split code their parts by keys: a key presses the button of the passage one stands at, and the
// server's answer takes the place of the list. Without this file the buttons do the same with a page of their own.

const said = document.getElementById("said");
let here = 0;
let busy = false;

const list = () => document.getElementById("split");
const passages = () => [...list().querySelectorAll(".to-part")];
const keysOn = () => document.getElementById("keys-on").checked;

/** Stand at a passage: the first that waits, after one got its part the one that took its place. */
function stand(index, { focus = true } = {}) {
  const all = passages();
  here = Math.max(0, Math.min(index, all.length - 1));
  all.forEach((each, n) => each.classList.toggle("here", n === here));
  if (focus) all[here]?.focus();
}

async function press(button) {
  if (busy) return;
  busy = true;
  const waits = document.getElementById("waiting")?.children.length ?? 0;
  const on = keysOn();
  const inWaiting = here < waits;
  try {
    const form = list();
    const answer = await fetch(form.getAttribute("action") ?? location.href, { method: "POST", body: new FormData(form, button) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("split");
    if (!answer.ok || !next) return location.reload();
    form.replaceWith(document.adoptNode(next));
    document.getElementById("keys-on").checked = on;
    document.querySelector(".messagelist")?.remove();
    const line = page.querySelector(".messagelist li");
    said.className = line?.classList.contains("error") ? "error" : "";
    said.textContent = line?.textContent.trim() ?? "";
    // Among those that are decided nothing moved; else the next one came up.
    const left = document.getElementById("waiting")?.children.length ?? 0;
    stand(inWaiting ? Math.min(here, Math.max(left - 1, 0)) : here + (left - waits));
  } catch {
    said.className = "error";
    said.textContent = said.dataset.lost;
  } finally {
    busy = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (!keysOn()) return;
  if (event.key === "j") stand(here + 1);
  else if (event.key === "k") stand(here - 1);
  else if (/^[1-9]$/.test(event.key)) {
    const button = passages()[here]?.querySelectorAll(".choices button")[event.key - 1];
    if (!button) return;
    press(button);
  } else {
    const button = list().querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    press(button);
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const passage = event.target.closest(".to-part");
  if (passage) stand(passages().indexOf(passage), { focus: false });
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "split" || event.submitter?.value === "join") return;
  event.preventDefault();
  press(event.submitter);
});

stand(0);
