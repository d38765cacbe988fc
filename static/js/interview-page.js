// The interview's page: keys between turns, and a selection of words that fills the form beside them.
// Everything works without this file, by typing a turn's number and characters.

import { spanOf } from "./interview-span.js";

const form = document.getElementById("apply") ?? document.getElementById("replace");
const turns = [...document.querySelectorAll("article.turn")];

/** The turn that has the focus, is the address's target, or is the first one in view. */
function current() {
  const here = document.activeElement?.closest("article.turn") ?? document.querySelector("article.turn:target");
  return here ? turns.indexOf(here) : turns.findIndex((turn) => turn.getBoundingClientRect().bottom > 0) - 1;
}

function go(step) {
  const turn = turns[Math.min(Math.max(current() + step, 0), turns.length - 1)];
  if (!turn) return;
  turn.focus({ preventScroll: true });
  turn.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${turn.id}`);
}

/** Fill the form from what is selected; a selection in no turn, or across two, changes nothing. */
function fill() {
  const span = spanOf(document.getSelection());
  if (!form || !span) return;
  for (const name of ["turn", "start", "end"]) form.elements[name].value = span[name];
  const selected = form.querySelector(".selected");
  selected.textContent = selected.dataset.says.replace(/\{(turn|words)\}/g, (_, name) => span[name]);
  form.classList.add("has-selection");
}

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable]");
}

document.addEventListener("selectionchange", fill);
// A click on words without selecting any puts the form away where it covers them.
document.querySelector("form.turns")?.addEventListener("click", () => {
  if (document.getSelection().isCollapsed) form?.classList.remove("has-selection");
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "c" && form) {
    event.preventDefault();
    (form.elements.code ?? form.elements.text).focus();
  }
});
